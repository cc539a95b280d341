"use client";
/**
 * A scope ties a context of the backend to React's own way of reaching the nearest provider, and
 * the provider keeps one instance of it loaded for as long as it is mounted.
 */
import type { ContextRef, Entry } from "@mizan/runtime";
import { missingProvider, missingRoot, pascalCase } from "@mizan/runtime/missing";
import { createContext, createElement, useContext, useEffect } from "react";
import type { Context, ReactNode } from "react";
import { ClientContext } from "./client.js";

export interface Scope<P extends object, D extends object, F extends object> {
  readonly ref: ContextRef<P, D, F>;
  readonly nearest: Context<Entry<D, F> | undefined>;
}

export function createScope<P extends object, D extends object, F extends object>(
  ref: ContextRef<P, D, F>,
): Scope<P, D, F> {
  const nearest = createContext<Entry<D, F> | undefined>(undefined);
  nearest.displayName = `${pascalCase(ref.name)}Context`;
  return { ref, nearest };
}

/**
 * The element of a provider. Generated code calls this in the place of JSX, for which a bundler
 * would add an import of React to every module, and keep it where nothing of the module is used.
 */
export function provideContext<P extends object, D extends object, F extends object>(
  scope: Scope<P, D, F>, params: P, children: ReactNode,
): ReactNode {
  return createElement(ContextProvider<P, D, F>, { scope, params }, children);
}

interface ContextProviderProps<P extends object, D extends object, F extends object> {
  readonly scope: Scope<P, D, F>;
  readonly params: P;
  readonly children?: ReactNode;
}

function ContextProvider<P extends object, D extends object, F extends object>(
  { scope, params, children }: ContextProviderProps<P, D, F>,
): ReactNode {
  const { ref, nearest } = scope;
  const client = useContext(ClientContext) ?? missingRoot(`<${pascalCase(ref.name)}Context>`);
  const entry = client.entry(ref, params);
  useEffect(() => entry.subscribe(() => {}), [entry]);
  return createElement(nearest.Provider, { value: entry }, children);
}

/** The instance that `params` name or, without params, the nearest provider's. */
export function useEntry<P extends object, D extends object, F extends object>(
  scope: Scope<P, D, F>, hook: string, params: P | undefined,
): Entry<D, F> {
  const client = useContext(ClientContext);
  const nearest = useContext(scope.nearest);
  if (params) return (client ?? missingRoot(`use${pascalCase(hook)}()`)).entry(scope.ref, params);
  return nearest ?? missingProvider(`use${pascalCase(hook)}()`, scope.ref.name);
}
