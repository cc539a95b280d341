"use client";
/**
 * The root: it hands one client to everything below it and keeps the context `global` loaded for as
 * long as it is mounted.
 */
import { createMizan } from "@mizan/runtime";
import type { AnyContext, MizanClient, MizanOptions } from "@mizan/runtime";
import { missingRoot } from "@mizan/runtime/missing";
import { createContext, createElement, useContext, useEffect, useState } from "react";
import type { Context, ReactNode } from "react";

export interface MizanContextProps {
  /**
   * The client to hand out. Without one, the root makes its own from `options` and keeps it; don't
   * leave that to a root that a first render may suspend, since React would start over with it.
   */
  readonly client?: MizanClient | undefined;
  readonly options?: MizanOptions | undefined;
  /** The context `global`, if the schema has one. Generated roots fill it in. */
  readonly global?: AnyContext | undefined;
  readonly children?: ReactNode;
}

export function MizanContext({ client, options, global, children }: MizanContextProps): ReactNode {
  const [first] = useState(() => client ?? createMizan(options));
  const current = client ?? first;
  useEffect(
    () => global && current.entry(global, {}).subscribe(() => {}),
    [current, global],
  );
  return createElement(ClientContext.Provider, { value: current }, children);
}

/** The client of the nearest root. */
export function useMizan(): MizanClient {
  return useContext(ClientContext) ?? missingRoot("useMizan()");
}

export const ClientContext: Context<MizanClient | undefined> =
  /*#__PURE__*/ createContext<MizanClient | undefined>(undefined);
