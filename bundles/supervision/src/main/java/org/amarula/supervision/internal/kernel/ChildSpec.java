package org.amarula.supervision.internal.kernel;

import java.util.function.Consumer;
import java.util.function.Function;
import org.amarula.api.instance.Role;

/**
 * How a child is built.
 *
 * @param role its name
 * @param build makes a new child; is given the function that reports the child's crash
 */
public record ChildSpec(Role role, Function<Consumer<Throwable>, Child> build) {}
