import { expect, test } from 'vitest';
import { formatWait } from './wait';

test.each([
  [1, '1 second', '1 segundo'],
  [59, '59 seconds', '59 segundos'],
  [60, '1 minute', '1 minuto'],
  [61, '2 minutes', '2 minutos'],
  [12 * 60, '12 minutes', '12 minutos'],
  [61 * 60, '61 minutes', '61 minutos'],
  [7199, '120 minutes', '120 minutos'],
  [7200, '2 hours', '2 horas'],
  [23 * 3600 + 1, '24 hours', '24 horas'],
])('%i seconds are said so that nobody comes too early', (seconds, english, spanish) => {
  expect(formatWait(seconds, 'en')).toBe(english);
  expect(formatWait(seconds, 'es')).toBe(spanish);
});
