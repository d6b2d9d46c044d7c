/**
 * The bundle inside the framework under test: a consumer that writes down what it is told, traffic
 * between pairs of accounts, and a driver that breaks things. It is wired to the API alone, so that
 * no restart of another bundle touches it.
 */
package org.amarula.chaos.agent;
