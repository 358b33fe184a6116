import { expect, test } from 'vitest';
import { sampleFor } from '../../../cli/init/sample.ts';
import { swaggerOf } from '../../../sandbox/swagger.ts';

test('a Swagger 2 description gives a body of its schema', () => {
  expect(sampleFor(swaggerOf('demo'), '/api/v1/service/demo/score')).toEqual({ data: [[0.1]] });
});

test('an OpenAPI 3 description gives its example, or a value of each property, through references', () => {
  const withBody = (media: object) => ({
    paths: { '/score': { post: { requestBody: { content: { 'application/json': media } } } } },
    components: {
      schemas: {
        Row: {
          properties: {
            id: { type: 'integer' },
            kind: { enum: ['a', 'b'] },
            next: { $ref: '#/components/schemas/Row' },
          },
        },
      },
    },
  });
  expect(sampleFor(withBody({ example: { text: 'hello' } }), '/score')).toEqual({ text: 'hello' });
  const body = sampleFor(withBody({ schema: { $ref: '#/components/schemas/Row' } }), '/score');
  expect(body).toMatchObject({ id: 1, kind: 'a', next: { id: 1 } });
});

test.each([[{}], [{ paths: { '/other': { post: {} } } }], [{ paths: { '/score': {} } }]])(
  'a description without a body for this path gives none: %o',
  (description) => {
    expect(sampleFor(description, '/score')).toBeUndefined();
  },
);
