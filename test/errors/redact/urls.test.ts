import { expect, it } from 'vitest';
import { withoutUrlKeys } from '../../../errors/redact/urls.ts';

it.each([
  ['https://me:c4n@x.example/y', 'https://[redacted]@x.example/y'],
  ['amqp://me:c4n/ary@x.example/y', 'amqp://[redacted]@x.example/y'],
  ['http://127.0.0.1:3000/@vite/client', 'http://127.0.0.1:3000/@vite/client'],
  ['http://[::1]:3000/a@b?code=c4nary', 'http://[::1]:3000/a@b?[redacted]'],
])('a URL is shown without user and password: %s', (url, shown) => {
  expect(withoutUrlKeys(url)).toBe(shown);
});
