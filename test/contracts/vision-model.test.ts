import { systemClock } from '../../src/clock.ts';
import { createChatCompletions } from '../../src/vision/chat-completions.ts';
import { dialectById } from '../../src/vision/dialects.ts';
import { createOnDevice } from '../../src/vision/on-device.ts';
import { readPrices } from '../../src/vision/prices.ts';
import { createSimulator } from '../simulator/create-simulator.ts';
import { describeVisionModel } from './vision-model.ts';

describeVisionModel('the on-device namer', () => Promise.resolve({ model: createOnDevice() }));

for (const id of ['openai', 'ollama', 'lm-studio', 'llama-cpp', 'openai-compatible']) {
  describeVisionModel(`chat completions, ${id}`, async () => {
    const simulator = await createSimulator();
    const dialect = dialectById(id);
    if (dialect === null) throw new Error(`No dialect ${id}`);
    const model = createChatCompletions({
      dialect,
      baseUrl: simulator.baseUrl,
      apiKey: 'a-secret-key',
      model: 'gpt-sim',
      fetch,
      clock: systemClock,
      prices: readPrices(),
    });
    return { model, close: simulator.close };
  });
}
