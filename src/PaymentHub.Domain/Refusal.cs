namespace PaymentHub.Domain;

/// <summary>
/// A business refusal: an expected "no" that changes nothing. Concrete refusals are named records next to the decision
/// that gives them. <see cref="Code"/> is stable (kebab-case, part of the public API); the two texts say what is wrong
/// and what the caller can do next.
/// </summary>
public abstract record Refusal(string Code, string Vietnamese, string English);

/// <summary>Either the events of a decision or the refusal that prevented it.</summary>
public readonly struct Decision
{
    private readonly object[]? _events;

    private Decision(object[]? events, Refusal? refusal) => (_events, Refusal) = (events, refusal);

    /// <summary>The refusal, or null where the command was accepted.</summary>
    public Refusal? Refusal { get; }

    /// <summary>Events to append in order; empty where the command found its work already done.</summary>
    public IReadOnlyList<object> Events => _events ?? [];

    public bool IsRefused => Refusal is not null;

    public static Decision Accept(params object[] events) => new(events, null);

    public static Decision Refuse(Refusal refusal) => new(null, refusal);

    /// <summary>The command's effect is already in the state; nothing to append.</summary>
    public static Decision AlreadyDone => new([], null);

    public static implicit operator Decision(Refusal refusal) => Refuse(refusal);
}

/// <summary>
/// State folded from one event stream. The domain stays free of the event store: the service bridges this to Marten
/// with one projection class.
/// </summary>
public interface IFold<TSelf>
    where TSelf : class, IFold<TSelf>
{
    /// <summary>The stream's identity.</summary>
    Guid Id { get; }

    /// <summary>Applies one event; an event type that does not concern the state returns it unchanged.</summary>
    static abstract TSelf? Evolve(TSelf? state, Guid id, object @event);
}
