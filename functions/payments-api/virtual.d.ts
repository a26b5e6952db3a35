/** The API's document (OpenAPI 3.1) as JSON text, made by the bundler from the route table. */
declare module "virtual:openapi" {
  const document: string;
  export default document;
}
