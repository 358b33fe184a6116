/**
 * Description of the service as Swagger 2.0, what a client asks for to learn the form of a request.
 *
 * @example Object.keys(swaggerOf('demo').paths) // ['/api/v1/service/demo/score']
 */
export const swaggerOf = (serviceName: string) => ({
  swagger: '2.0',
  info: { title: serviceName, version: '1.0' },
  schemes: ['http'],
  consumes: ['application/json'],
  produces: ['application/json'],
  securityDefinitions: { Bearer: { type: 'apiKey', name: 'Authorization', in: 'header' } },
  paths: {
    [`/api/v1/service/${serviceName}/score`]: {
      post: {
        operationId: 'RunMLService',
        parameters: [
          {
            name: 'serviceInputPayload',
            in: 'body',
            required: true,
            schema: { $ref: '#/definitions/ServiceInput' },
          },
        ],
        responses: { 200: { description: 'scored', schema: { $ref: '#/definitions/ServiceOutput' } } },
      },
    },
  },
  definitions: {
    ServiceInput: {
      type: 'object',
      properties: { data: { type: 'array', items: { type: 'array', items: { type: 'number' } } } },
    },
    ServiceOutput: {
      type: 'object',
      properties: { service: { type: 'string' }, replica: { type: 'string' } },
    },
  },
});
