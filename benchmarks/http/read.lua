-- Reads resources by id: one line of `file` an address.
local paths, token = {}, os.getenv("CHARTA_TOKEN")
function init(arguments)
  for line in io.lines(os.getenv("CHARTA_PATHS")) do paths[#paths + 1] = line end
  math.randomseed(os.time())
end
function request()
  return wrk.format("GET", paths[math.random(#paths)], { ["Authorization"] = "Bearer " .. token })
end
