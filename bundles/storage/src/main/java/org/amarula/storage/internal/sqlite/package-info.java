/**
 * The embedded database. {@link org.amarula.storage.internal.sqlite.SqliteEngine} owns the files of
 * one directory, a writer thread with the only writing connection, and a few reading connections.
 */
package org.amarula.storage.internal.sqlite;
