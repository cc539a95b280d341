// How `cargo xtask bench` runs orval: a hook for every operation.
export default {
  bench: {
    input: process.env.BENCH_INPUT,
    output: {
      target: `${process.env.BENCH_OUTPUT}/api.ts`,
      client: "react-query",
      mode: "single",
      override: { query: { version: 5 } },
    },
  },
};
