// TS1205: `isolatedModules`
export { MizanClient } from "@mizan/runtime/v1";
