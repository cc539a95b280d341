"use client";
/** What a component runs: a function of the backend, with the state of its latest run. */
import type { FunctionRef, MutationState } from "@mizan/runtime";
import { missingRoot, pascalCase } from "@mizan/runtime/missing";
import { useContext, useState } from "react";
import { ClientContext } from "./client.js";
import { useStore } from "./subscribe.js";

export interface MutationOptions {
  /** Components with the same key share one state, which outlives them. */
  readonly key?: string | undefined;
}

export function useMutation<Input, Output, Failure>(
  fn: FunctionRef<Input, Output, Failure>,
  options?: MutationOptions,
): MutationState<Input, Output, Failure> {
  const client = useContext(ClientContext) ?? missingRoot(`use${pascalCase(fn.name)}()`);
  const key = options?.key;
  const make = () => ({ client, fn, key, store: client.mutation(fn, key) });
  // State and not a memo: React may drop a memo, and with it a run that is under way.
  let [held, hold] = useState(make);
  if (held.client !== client || held.fn !== fn || held.key !== key) hold((held = make()));
  return useStore(held.store);
}
