package org.amarula.shell.internal;

import java.util.ArrayList;
import java.util.List;

/** Rows with a heading, in columns that stand below each other. Confined to one call. */
final class Table {
  private static final String GAP = "  ";
  private static final String CUT = "..";

  private final List<List<String>> rows = new ArrayList<>();
  private final boolean[] numbers;
  private final int[] least;
  private final List<Integer> shrinkable = new ArrayList<>();

  Table(List<String> heading) {
    rows.add(heading);
    numbers = new boolean[heading.size()];
    least = new int[heading.size()];
  }

  /** Columns of numbers stand to the right. */
  Table numbers(int... columns) {
    for (int column : columns) {
      numbers[column] = true;
    }
    return this;
  }

  /** When a line is too long, this column is cut, down to {@code width}, before later ones are. */
  Table shrinkable(int column, int width) {
    shrinkable.add(column);
    least[column] = width;
    return this;
  }

  void add(List<String> row) {
    rows.add(row);
  }

  /** The lines, each of at most {@code width} characters as far as cutting may reach that. */
  List<String> lines(int width) {
    int[] widths = widths();
    int over = total(widths) - width;
    for (int column : shrinkable) {
      int cut = Math.max(0, Math.min(over, widths[column] - least[column]));
      widths[column] -= cut;
      over -= cut;
    }
    return rows.stream().map(row -> line(row, widths)).toList();
  }

  private int[] widths() {
    int[] widths = new int[numbers.length];
    for (List<String> row : rows) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    return widths;
  }

  private static int total(int[] widths) {
    int total = GAP.length() * (widths.length - 1);
    for (int width : widths) {
      total += width;
    }
    return total;
  }

  private String line(List<String> row, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      String cell = cut(row.get(i), widths[i]);
      String space = " ".repeat(widths[i] - cell.length());
      line.append(i == 0 ? "" : GAP).append(numbers[i] ? space + cell : cell + space);
    }
    return line.toString().stripTrailing();
  }

  private static String cut(String cell, int width) {
    return cell.length() <= width ? cell : cell.substring(0, width - CUT.length()) + CUT;
  }
}
