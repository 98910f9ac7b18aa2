-- SPDX-License-Identifier: Apache-2.0
-- Asks for loans at random, by ids that bench/generated_node.py made; the last line is JSON.

local count = tonumber(os.getenv("BENCH_LOANS"))

function init()
  math.randomseed(os.time())
end

function request()
  local loan = math.random(0, count - 1)
  return wrk.format("GET", "/api/v1/loans/0x3c" .. string.format("%062x", loan))
end

function done(summary, latency)
  local errors = summary.errors
  print(string.format(
    '{"requests": %d, "seconds": %.3f, "p50_ms": %.1f, "p99_ms": %.1f, "max_ms": %.1f, "failed": %d}',
    summary.requests, summary.duration / 1e6, latency:percentile(50) / 1e3,
    latency:percentile(99) / 1e3, latency.max / 1e3,
    errors.connect + errors.read + errors.write + errors.status + errors.timeout))
end
