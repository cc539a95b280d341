/** Shows what a hook reads in all its states, and keeps old data on screen while there is no new. */
import { useState } from "react";
import type { ReactNode } from "react";
import type { ReadState } from "@mizan/react";
import type { DjangoError } from "../mizan/react";
import { Failure } from "./failure";

interface LoadedProps<Data> {
  readonly read: ReadState<Data, DjangoError>;
  /** What stands in the place of the data until there is some. */
  readonly skeleton: ReactNode;
  /** A part of a context that is shown as a whole further up, which says when all of it fails. */
  readonly isPart?: boolean;
  readonly children: (data: Data) => ReactNode;
}

export function Loaded<Data>({ read, skeleton, isPart = false, children }: LoadedProps<Data>) {
  const data = useKept(read);
  const isSaidElsewhere = isPart && read.error?.fn === undefined;
  return (
    <div className="loaded" aria-busy={read.isFetching}>
      {read.status === "error" && !isSaidElsewhere && (
        <Failure
          error={read.error}
          text={read.error.kind === "validation" ? "There is nothing at this address." : undefined}
        >
          <button disabled={read.isFetching} onClick={() => void read.refetch()}>
            {read.isFetching ? "Retrying…" : "Retry"}
          </button>
        </Failure>
      )}
      {data !== undefined && children(data)}
      {data === undefined && read.status !== "error" && (
        <>
          <span className="visually-hidden">Loading…</span>
          {skeleton}
        </>
      )}
    </div>
  );
}

/** The data or, until there is some for new params, what there was for the old. */
export function useKept<Data>({ data }: ReadState<Data, DjangoError>): Data | undefined {
  const [kept, keep] = useState({ data });
  if (data !== undefined && data !== kept.data) keep({ data });
  return data ?? kept.data;
}

/** Grey shapes, as large as what comes in their place. */
export function Skeleton({ shape, count = 1 }: { shape: "card" | "line" | "row" | "panel"; count?: number }) {
  return (
    <div className={`skeletons ${shape}`} aria-hidden="true">
      {Array.from({ length: count }, (_, at) => (
        <div key={at} className="skeleton" />
      ))}
    </div>
  );
}
