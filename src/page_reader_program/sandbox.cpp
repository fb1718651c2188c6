// SPDX-License-Identifier: Apache-2.0
#include "page_reader_program/sandbox.hpp"

#include <array>
#include <cstddef>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <string_view>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace charta::page_reader_program {

namespace {

bool limit(__rlimit_resource what, long value) {
  const rlimit both{static_cast<rlim_t>(value), static_cast<rlim_t>(value)};
  return ::setrlimit(what, &both) == 0;
}

bool limit_memory([[maybe_unused]] long megabytes) {
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
  return false;  // their shadow memory needs terabytes of address space
#else
  return limit(RLIMIT_AS, megabytes << 20);
#endif
}

#if defined(__x86_64__)
constexpr std::uint32_t architecture = AUDIT_ARCH_X86_64;
#elif defined(__aarch64__)
constexpr std::uint32_t architecture = AUDIT_ARCH_AARCH64;
#else
constexpr std::uint32_t architecture = 0;
#endif

/// Calls that reading pages never needs: the network, other processes, devices and the kernel's own doors. They are refused with
/// EPERM.
constexpr std::uint32_t refused_calls[] = {SYS_socket,
                                           SYS_socketpair,
                                           SYS_connect,
                                           SYS_bind,
                                           SYS_listen,
                                           SYS_accept,
                                           SYS_accept4,
                                           SYS_ptrace,
                                           SYS_mount,
                                           SYS_umount2,
                                           SYS_chroot,
                                           SYS_pivot_root,
                                           SYS_bpf,
                                           SYS_perf_event_open,
                                           SYS_unshare,
                                           SYS_setns,
                                           SYS_keyctl,
                                           SYS_add_key,
                                           SYS_request_key,
                                           SYS_init_module,
                                           SYS_finit_module,
                                           SYS_reboot,
                                           SYS_swapon,
                                           SYS_kexec_load,
                                           SYS_process_vm_readv,
                                           SYS_process_vm_writev,
                                           SYS_userfaultfd,
                                           SYS_open_by_handle_at};

bool refuse_calls() {
  if (architecture == 0) return false;
  std::array<sock_filter, 5 + 2 * std::size(refused_calls) + 3> program{};
  std::size_t size = 0;
  const auto add = [&](sock_filter line) { program[size++] = line; };
  const auto load = [&](std::uint32_t offset) { add(BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offset)); };
  const auto answer = [&](std::uint32_t what) { add(BPF_STMT(BPF_RET | BPF_K, what)); };
  load(offsetof(seccomp_data, arch));
  add(BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, architecture, 1, 0));
  answer(SECCOMP_RET_KILL_PROCESS);  // another architecture's numbers would name other calls
  load(offsetof(seccomp_data, nr));
  for (const auto call : refused_calls) {
    add(BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, call, 0, 1));
    answer(SECCOMP_RET_ERRNO | 1U);
  }
#if defined(__x86_64__)
  add(BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, 0x40000000U, 0, 1));  // the x32 numbers of the same calls
  answer(SECCOMP_RET_ERRNO | 1U);
#endif
  answer(SECCOMP_RET_ALLOW);
  const sock_fprog filter{static_cast<unsigned short>(size), program.data()};
  return ::prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter) == 0;
}

}  // namespace

std::string enter_sandbox(const Bounds& bounds) {
  std::string in_force;
  const auto note = [&](bool works, std::string_view what) {
    if (works) (in_force += in_force.empty() ? "" : ", ") += what;
  };
  note(::setpriority(PRIO_PROCESS, 0, 10) == 0, "behind the server");  // a desk that waits goes before a stack of paper
  note(limit(RLIMIT_CORE, 0) && ::prctl(PR_SET_DUMPABLE, 0) == 0, "no core dumps");
  note(limit(RLIMIT_FSIZE, bounds.written_file_mb << 20), "bounded files");
  note(limit(RLIMIT_NOFILE, 64), "64 open files");
  note(limit_memory(bounds.memory_mb), "bounded memory");
  note(::unshare(CLONE_NEWUSER | CLONE_NEWNET | CLONE_NEWIPC) == 0, "a network of its own without an interface");
  note(::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0, "no new privileges");
  note(refuse_calls(), "no sockets, no tracing, no mounts (seccomp)");
  return in_force;
}

void allow_seconds(long seconds) {
  rusage used{};
  ::getrusage(RUSAGE_SELF, &used);
  rlimit both{};
  ::getrlimit(RLIMIT_CPU, &both);
  both.rlim_cur = static_cast<rlim_t>(used.ru_utime.tv_sec + used.ru_stime.tv_sec + seconds + 1);
  ::setrlimit(RLIMIT_CPU, &both);
}

}  // namespace charta::page_reader_program
