// How `cargo xtask bench` runs @hey-api/openapi-ts: a hook for every operation, nothing beyond.
export default {
  input: process.env.BENCH_INPUT,
  output: process.env.BENCH_OUTPUT,
  plugins: ["@hey-api/client-fetch", { name: "@tanstack/react-query", useQuery: true, useMutation: true }],
  logs: { file: false, level: "silent" },
};
