using NodaTime;
using PaymentHub.Domain.Batches;

namespace PaymentHub.Domain.Runs;

/// <summary>
/// Planning of a period began; one message per commune does the work. <paramref name="Together"/> months from the
/// period on are paid in one pay-out (NĐ 20/2021 Điều 34: near Tết, in a disaster).
/// </summary>
public sealed record RunOpened(Instant At, string ByUser, YearMonth Period, string[] Communes, int Together = 1);

/// <summary>More months in one pay-out than the catalogue allows.</summary>
public sealed record TooManyMonthsTogether(int Months, int Most) : Refusal(
    "too-many-months-together",
    $"Không thể chi gộp {Months} tháng; nhiều nhất {Most} tháng một lần.",
    $"{Months} months cannot be paid together; at most {Most} at a time.");

/// <summary>One commune's lines are placed.</summary>
public sealed record CommunePlanned(
    Instant At, string Commune, int Batches, int Payments, int Lines, Money Amount, int HeldPayments, Money HeldAmount);

/// <summary>Every commune is planned.</summary>
public sealed record RunPlanned(Instant At, int Batches, int Payments, int Lines, Money Amount);

/// <summary>A monthly run (kỳ chi trả): one period planned for the whole province.</summary>
public sealed record PaymentRun : IFold<PaymentRun>
{
    public required Guid Id { get; init; }

    public required RunOpened Opened { get; init; }

    public CommunePlanned[] Communes { get; init; } = [];

    public bool IsPlanned { get; init; }

    public static Guid IdOf(YearMonth period) => Keys.GuidOf("run", PeriodIso.Format(period));

    public static PaymentRun? Evolve(PaymentRun? state, Guid id, object @event) => @event switch
    {
        // Opening again starts a supplementary round over the same communes.
        RunOpened e => new PaymentRun { Id = id, Opened = e },
        _ when state is null => null,
        CommunePlanned e => state with { Communes = [.. state.Communes, e] },
        RunPlanned => state with { IsPlanned = true },
        _ => state,
    };
}

/// <summary>Opening a run and counting its communes in.</summary>
public static class PaymentRunDecisions
{
    public static Decision Open(
        PaymentRun? run, YearMonth period, string[] communes, string user, Instant now, int together = 1) =>
        run is { IsPlanned: false } ? Decision.AlreadyDone : Decision.Accept(
            new RunOpened(now, user, period, communes, together));

    /// <summary>Counts a commune in, once; with the last one the run is planned.</summary>
    public static Decision Record(PaymentRun run, CommunePlanned planned)
    {
        if (run.IsPlanned || run.Communes.Any(c => c.Commune == planned.Commune)) return Decision.AlreadyDone;
        if (run.Communes.Length + 1 < run.Opened.Communes.Length) return Decision.Accept(planned);
        CommunePlanned[] all = [.. run.Communes, planned];
        return Decision.Accept(planned, new RunPlanned(
            planned.At, all.Sum(c => c.Batches), all.Sum(c => c.Payments), all.Sum(c => c.Lines),
            all.Sum(c => c.Amount)));
    }
}
