// TS1484: `verbatimModuleSyntax`
import { ReadState } from "@mizan/runtime/v1";

export type State = ReadState<string, Error>;
