/**
 * A plain Felix inside a test's JVM, with the bundles that the launcher ships, accounts declared by
 * ConfigAdmin and a sandbox in a process of its own. What crosses the framework's border are types
 * of the JDK only, so that nothing out here pins a bundle's class loader.
 */
package org.amarula.itests.harness;
