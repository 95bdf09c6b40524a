import type { Key, ReactNode } from "react";

export interface Column<Row> {
  readonly head: string;
  readonly cell: (row: Row) => ReactNode;
  /** Numbers and amounts stand at the end. */
  readonly end?: boolean;
}

/** Rows under named columns; on a narrow screen each row becomes a small list with the columns' names. */
export function Table<Row>({
  caption,
  columns,
  rows,
  rowKey,
}: {
  /** Read out, not shown. */
  caption: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  rowKey: (row: Row) => Key;
}) {
  return (
    <table className="w-full text-sm max-sm:block">
      <caption className="sr-only">{caption}</caption>
      <thead className="max-sm:sr-only">
        <tr className="border-b border-line">
          {columns.map(({ head, end }) => (
            <th
              key={head}
              scope="col"
              className={`py-2 pe-4 text-xs font-semibold text-quiet ${end ? "text-end" : "text-start"}`}
            >
              {head}
            </th>
          ))}
        </tr>
      </thead>
      <tbody className="max-sm:block">
        {rows.map((row) => (
          <tr key={rowKey(row)} className="border-b border-line last:border-0 max-sm:block max-sm:py-3">
            {columns.map(({ head, cell, end }) => (
              <td
                key={head}
                className={`py-2.5 pe-4 align-top max-sm:flex max-sm:justify-between max-sm:gap-4 max-sm:py-1 max-sm:pe-0 ${end ? "text-end tabular-nums" : ""}`}
              >
                <span aria-hidden="true" className="text-xs text-quiet sm:hidden">
                  {head}
                </span>
                <span className="min-w-0">{cell(row)}</span>
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
