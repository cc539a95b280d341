// TS6133: `noUnusedLocals`
import { DjangoError } from "@mizan/runtime/v1";
