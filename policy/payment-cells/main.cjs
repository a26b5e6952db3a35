// The engine compiles a pack's TypeScript itself, with a compiler that is too old for it; tsx loads it instead.
module.exports = async () => {
  const { register } = await import("tsx/esm/api");
  register();
  await import("./index.ts");
};
