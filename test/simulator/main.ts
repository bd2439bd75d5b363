import { parseArgs } from 'node:util';
import { createSimulator } from './create-simulator.ts';

const { values } = parseArgs({
  options: {
    latency: { type: 'string', default: '300' },
    seed: { type: 'string', default: '1' },
    'per-second': { type: 'string' },
    failures: { type: 'string', default: '{}' },
  },
});

const perSecond = Number(values['per-second'] ?? 0);
const simulator = await createSimulator({
  latencyMs: Number(values.latency),
  seed: Number(values.seed),
  failures: JSON.parse(values.failures),
  ...(perSecond > 0 ? { limits: { requests: { perSecond, burst: perSecond } } } : {}),
});

console.log(`The simulator is ready at ${simulator.baseUrl}

Start Rollcall against it:
  OPENAI_BASE_URL=${simulator.baseUrl} ROLLCALL_MODEL=gpt-sim npm start

Make it misbehave (modes are listed in test/simulator/modes.ts):
  ROLLCALL_MODEL=gpt-sim+429-ra, or
  curl -d '{"failures":{"500":0.05}}' ${simulator.origin}/__sim/config
What it saw:
  curl ${simulator.origin}/__sim/stats
Options: --latency 300 --per-second 5 --failures '{"500":0.05}' --seed 1`);
