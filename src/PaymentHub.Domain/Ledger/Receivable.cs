using NodaTime;

namespace PaymentHub.Domain.Ledger;

/// <summary>
/// Money paid without entitlement must come back (truy thu), by the decision <paramref name="DecisionNumber"/>, from
/// the beneficiary or, after a death, from the heirs. It belongs to the budget that bore it.
/// </summary>
public sealed record ReceivableOpened(
    Instant At, string ByUser, Guid Receivable, string Commune, string Programme, string Source, string Dossier,
    bool FromHeirs, Money Amount, string DecisionNumber, LocalDate DueOn, string Reason);

/// <summary>A part of an instalment plan: so much until that day.</summary>
public sealed record Instalment(LocalDate DueOn, Money Amount);

/// <summary>What is left is paid back in parts, without interest (trả dần, không tính lãi).</summary>
public sealed record InstalmentsAgreed(
    Instant At, string ByUser, Guid Receivable, Instalment[] Parts, string Paper);

/// <summary>How money came back.</summary>
public enum CollectionChannel
{
    /// <summary>Paid into the State Treasury; the reference is the slip's number (giấy nộp tiền).</summary>
    Treasury,

    /// <summary>Cash handed in at the commune; the reference is the receipt's number (biên lai).</summary>
    Cash,

    /// <summary>Taken off a later payment by a signed decision; the reference is the payment's end-to-end id.</summary>
    Netted,
}

/// <summary>Money came back; <paramref name="PaidBy"/> is who handed it in where it was not the person.</summary>
public sealed record ReceivableCollected(
    Instant At, string ByUser, Guid Receivable, Money Amount, LocalDate ValueDate, CollectionChannel Channel,
    string Reference, string? PaidBy) : IValueDated
{
    /// <inheritdoc/>
    [System.Text.Json.Serialization.JsonIgnore(
        Condition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull)]
    public LocalDate? BookedOn { get; init; }
}

/// <summary>The first of two people proposes to give up what is left (xóa nợ), by a decision.</summary>
public sealed record WriteOffProposed(
    Instant At, string ByUser, Guid Receivable, Money Amount, string DecisionNumber, string Reason);

/// <summary>The second person agrees; nobody asks for the money any more.</summary>
public sealed record ReceivableWrittenOff(
    Instant At, string ByUser, Guid Receivable, string ProposedBy, Money Amount, string DecisionNumber);

/// <summary>Money that must come back (khoản phải thu hồi).</summary>
public sealed record Receivable : IFold<Receivable>
{
    public required Guid Id { get; init; }

    public required ReceivableOpened Opened { get; init; }

    public Money Collected { get; init; }

    public Money WrittenOff { get; init; }

    /// <summary>What is due when; the whole on the demand's own day until a plan is agreed.</summary>
    public Instalment[] Plan { get; init; } = [];

    /// <summary>What had come back before the plan that counts was agreed.</summary>
    public Money CollectedBeforePlan { get; init; }

    public WriteOffProposed? Proposed { get; init; }

    /// <summary>References that are already counted.</summary>
    public string[] References { get; init; } = [];

    public Money Left => Opened.Amount - Collected - WrittenOff;

    /// <summary>One decision demands once from a dossier.</summary>
    public static Guid IdOf(string dossier, string decisionNumber) =>
        Keys.GuidOf("receivable", dossier, decisionNumber);

    public static Receivable? Evolve(Receivable? state, Guid id, object @event) => @event switch
    {
        ReceivableOpened e => new Receivable { Id = id, Opened = e, Plan = [new Instalment(e.DueOn, e.Amount)] },
        _ when state is null => null,
        InstalmentsAgreed e => state with { Plan = e.Parts, CollectedBeforePlan = state.Collected },
        ReceivableCollected e => state with
        {
            Collected = state.Collected + e.Amount,
            References = [.. state.References, KeyOf(e.Channel, e.Reference)],
        },
        WriteOffProposed e => state with { Proposed = e },
        ReceivableWrittenOff e => state with { WrittenOff = state.WrittenOff + e.Amount, Proposed = null },
        _ => state,
    };

    /// <summary>
    /// What of it is overdue on a day, by how many days: each part of the plan in its order, as far as collected money
    /// does not cover it.
    /// </summary>
    public IEnumerable<(int Days, Money Amount)> OverdueOn(LocalDate day)
    {
        var covered = Collected - CollectedBeforePlan + WrittenOff;
        foreach (var part in Plan.OrderBy(p => p.DueOn))
        {
            var open = part.Amount - Money.Min(part.Amount, covered);
            covered -= part.Amount - open;
            if (open.IsPositive) yield return (Math.Max(0, Period.DaysBetween(part.DueOn, day)), open);
        }
    }

    internal static string KeyOf(CollectionChannel channel, string reference) => $"{channel}/{reference.Trim()}";
}

/// <summary>How long money is overdue.</summary>
public static class Ageing
{
    /// <summary>The last day of each band but the last: not due, a month, a quarter, half a year, a year.</summary>
    private static readonly int[] Bands = [0, 30, 90, 180, 365];

    /// <summary>Number of bands.</summary>
    public static int Count => Bands.Length + 1;

    /// <summary>The band of so many days overdue, from 0 (not due) to 5 (more than a year).</summary>
    public static int BandOf(int days)
    {
        var band = Array.FindIndex(Bands, last => days <= last);
        return band < 0 ? Bands.Length : band;
    }

    /// <summary>What is left of a receivable, by band.</summary>
    public static Money[] Of(Receivable receivable, LocalDate day)
    {
        var bands = new Money[Count];
        foreach (var (days, amount) in receivable.OverdueOn(day)) bands[BandOf(days)] += amount;
        return bands;
    }
}
