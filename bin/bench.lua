-- What bin/bench asks the HTTP API for: wrk -s bin/bench.lua http://… -- KIND TOKEN. Each thread counts for itself.
local kind, asked, number

function init(args)
  kind, asked, number = args[1], 0, args[3]
  wrk.headers["Authorization"] = args[2] and "Bearer " .. args[2]
  wrk.headers["Content-Type"] = "application/json"
  math.randomseed(tonumber(tostring({}):match("0x(%x+)"), 16))
  if number == "page" then wrk.headers["Authorization"], wrk.headers["Cookie"] = nil, "cordee_access=" .. args[2] end
  if kind == "login" then wrk.body = '{"username": "ada@cordee.test", "password": "' .. args[3] .. '"}' end
end

function request()
  asked = asked + 1
  if kind == "ticket" then return wrk.format("GET", "/api/tickets/" .. math.random(tonumber(number) or 100000) .. "/") end
  if kind == "login" then return wrk.format("POST", "/api/login") end
  if kind == "create" then
    return wrk.format("POST", "/api/tickets/create", nil, '{"titre": "Panne ' .. asked .. '", "description": "Le voyant numéro ' .. asked .. ' clignote."}')
  end
  if kind == "say" then return wrk.format("POST", "/api/v1/tickets/" .. number .. "/messages", nil, '{"message": "Le voyant ' .. asked .. ' clignote."}') end
  return wrk.format("GET", kind)
end

function done(summary, latency)
  local errors = summary.errors
  local bad = errors.connect + errors.read + errors.write + errors.status + errors.timeout
  io.write(string.format("%d/s, p50 %.2f ms, p95 %.2f ms, p99 %.1f ms, %d refused or failed\n",
    summary.requests / summary.duration * 1e6, latency:percentile(50) / 1e3, latency:percentile(95) / 1e3, latency:percentile(99) / 1e3, bad))
end
