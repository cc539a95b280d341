// For svelte-check alone: one page of the tests awaits. The tests set their own options.
export default { compilerOptions: { experimental: { async: true } } };
