-- SPDX-License-Identifier: Apache-2.0
-- Posts each line of BENCH_REQUESTS once, as the bearer of BENCH_TOKEN; the last line is JSON.

local bodies, at, answered, refused = {}, 0, 0, 0

function init()
  for line in io.lines(os.getenv("BENCH_REQUESTS")) do
    bodies[#bodies + 1] = line
  end
  wrk.method = "POST"
  wrk.path = "/api/v1/actions/take/relay"
  wrk.headers["Content-Type"] = "application/json"
  wrk.headers["Authorization"] = "Bearer " .. os.getenv("BENCH_TOKEN")
end

function request()
  at = at + 1
  local number = (at - 1) % #bodies + 1
  wrk.headers["Idempotency-Key"] = string.format("take-%08d", number)
  return wrk.format(nil, nil, nil, bodies[number])
end

function response(status)
  answered = answered + 1
  if status ~= 202 then
    refused = refused + 1
  end
  if answered == #bodies then
    wrk.thread:stop()
  end
end

function done(summary, latency)
  local errors = summary.errors
  print(string.format(
    '{"requests": %d, "seconds": %.3f, "p50_ms": %.1f, "p99_ms": %.1f, "max_ms": %.1f, "failed": %d}',
    summary.requests, summary.duration / 1e6, latency:percentile(50) / 1e3,
    latency:percentile(99) / 1e3, latency.max / 1e3,
    errors.connect + errors.read + errors.write + errors.status + errors.timeout))
end
