"use client";

// What the compiler writes for the root of a schema with the context `global`.
import * as mizan from "@mizan/react/v1";
import type * as react from "react";
import { globalContext } from "../protocol/global.js";

/** The root of an application: everything inside shares one client. */
export function MizanContext(props: mizan.MizanContextProps): react.ReactNode {
  return <mizan.MizanContext {...props} global={globalContext} />;
}

export { useMizan } from "@mizan/react/v1";
