package org.amarula.testing.junit;

import java.lang.reflect.Parameter;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.amarula.testing.Bot;
import org.amarula.testing.BotKit;
import org.amarula.testing.Contact;
import org.amarula.testing.Faults;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;

/**
 * Gives each test a {@link BotKit} of its own and ends it afterwards, so that tests share nothing
 * and may run in parallel. Parameters of test methods, and of what runs before and after each of
 * them, may be:
 *
 * <ul>
 *   <li>{@link Bot}: paired and online.
 *   <li>{@link Contact}: with a phone of its own.
 *   <li>{@link BotKit} and {@link Faults}.
 * </ul>
 *
 * <p>A bot or contact is named by {@link Name}, or by the parameter when names are compiled in
 * ({@code -parameters}), or else by its place: {@code bot}, {@code bot2}; {@code Alice}, {@code
 * Bob} and so on. Equal names in one test mean the same one.
 *
 * <p>A test that has passed fails after all when the server saw a violation of the protocol. A
 * failure that is not of the kit's own expectations carries the conversation as suppressed.
 *
 * <pre>{@code
 * @ExtendWith(AmarulaExtension.class)
 * class PingBotTest {
 *   @Test
 *   void pings(Bot bot, Contact alice) {
 *     bot.listens(new PingBot());
 *     alice.sends("ping");
 *     alice.expectReply("pong");
 *   }
 * }
 * }</pre>
 *
 * <p>With {@code @RegisterExtension} the kit can be built otherwise: {@code
 * AmarulaExtension.with(kit -> kit.patience(Duration.ofSeconds(2)))}.
 */
public final class AmarulaExtension
    implements ParameterResolver, AfterEachCallback, TestExecutionExceptionHandler {
  private static final ExtensionContext.Namespace NAMESPACE =
      ExtensionContext.Namespace.create(AmarulaExtension.class);
  private static final List<String> CONTACTS =
      List.of("Alice", "Bob", "Carol", "Dave", "Erin", "Frank", "Grace", "Heidi");
  private static final List<Class<?>> TYPES =
      List.of(Bot.class, Contact.class, BotKit.class, Faults.class);

  private final UnaryOperator<BotKit.Builder> how;

  /** Kits with all defaults; for {@code @ExtendWith}. */
  public AmarulaExtension() {
    this(UnaryOperator.identity());
  }

  private AmarulaExtension(UnaryOperator<BotKit.Builder> how) {
    this.how = how;
  }

  /** Kits that are built in this way, one for each test. */
  public static AmarulaExtension with(UnaryOperator<BotKit.Builder> how) {
    return new AmarulaExtension(how);
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return TYPES.contains(parameter.getParameter().getType());
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    if (context.getTestMethod().isEmpty()) {
      throw new ParameterResolutionException(
          "There is a kit for each test and none for the class: take bots and contacts as"
              + " parameters of tests, @BeforeEach and @AfterEach.");
    }
    BotKit kit = kit(context);
    Class<?> type = parameter.getParameter().getType();
    if (type == Bot.class) {
      return kit.bot(name(parameter).orElseGet(() -> botAt(place(parameter))));
    }
    if (type == Contact.class) {
      return kit.contact(name(parameter).orElseGet(() -> contactAt(place(parameter))));
    }
    return type == Faults.class ? kit.faults() : kit;
  }

  private BotKit kit(ExtensionContext context) {
    return context
        .getStore(NAMESPACE)
        .getOrComputeIfAbsent(
            key(context), test -> how.apply(BotKit.builder()).start(), BotKit.class);
  }

  private static String key(ExtensionContext context) {
    return context.getUniqueId();
  }

  private static Optional<String> running(ExtensionContext context) {
    return Optional.ofNullable(context.getStore(NAMESPACE).get(key(context), BotKit.class))
        .map(BotKit::conversation);
  }

  private static Optional<String> name(ParameterContext parameter) {
    Optional<Name> annotation = parameter.findAnnotation(Name.class);
    if (annotation.isPresent()) {
      return annotation.map(Name::value);
    }
    Parameter declared = parameter.getParameter();
    return Optional.of(declared).filter(Parameter::isNamePresent).map(Parameter::getName);
  }

  /** How many parameters of its type come before it. */
  private static int place(ParameterContext parameter) {
    Class<?> type = parameter.getParameter().getType();
    return (int)
        Stream.of(parameter.getDeclaringExecutable().getParameterTypes())
            .limit(parameter.getIndex())
            .filter(type::equals)
            .count();
  }

  private static String botAt(int place) {
    return place == 0 ? "bot" : "bot" + (place + 1);
  }

  private static String contactAt(int place) {
    return place < CONTACTS.size() ? CONTACTS.get(place) : "Contact" + (place + 1);
  }

  @Override
  public void handleTestExecutionException(ExtensionContext context, Throwable failure)
      throws Throwable {
    boolean told = String.valueOf(failure.getMessage()).contains("The conversation:");
    if (!told) {
      running(context).ifPresent(text -> failure.addSuppressed(new ConversationBefore(text)));
    }
    throw failure;
  }

  @Override
  public void afterEach(ExtensionContext context) {
    BotKit kit = context.getStore(NAMESPACE).remove(key(context), BotKit.class);
    if (kit != null) {
      try (kit) {
        if (context.getExecutionException().isEmpty()) {
          kit.verify();
        }
      }
    }
  }

  /** What was said before a test failed; no failure of its own. */
  private static final class ConversationBefore extends Exception {
    private static final long serialVersionUID = 1;

    ConversationBefore(String text) {
      super("The conversation:\n" + text, null, false, false);
    }
  }
}
