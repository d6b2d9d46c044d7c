/**
 * The three processes of a run: the sandbox, the framework under test with the agent inside, and
 * the judge.
 */
package org.amarula.chaos.run;
