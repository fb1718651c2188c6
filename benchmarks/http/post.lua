-- Posts bodies: `file` holds one JSON body a line, sent in turn to `CHARTA_PATH`.
local bodies, token, next_body = {}, os.getenv("CHARTA_TOKEN"), 0
local bad = 0
function init(arguments)
  for line in io.lines(os.getenv("CHARTA_BODIES")) do bodies[#bodies + 1] = line end
  math.randomseed(os.time())
  next_body = math.random(#bodies)
end
function request()
  next_body = next_body % #bodies + 1
  return wrk.format("POST", os.getenv("CHARTA_PATH"), { ["Authorization"] = "Bearer " .. token, ["Content-Type"] = "application/fhir+json", ["Prefer"] = "return=minimal" }, bodies[next_body])
end
