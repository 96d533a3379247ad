using NodaTime;

namespace PaymentHub.Domain.BankExchange;

/// <summary>A paying institution (đơn vị chi trả) becomes a partner; nothing that it sends is posted yet.</summary>
public sealed record BankOnboarded(
    Instant At, string ByUser, string Institution, BankIdentity Identity, string Reason);

/// <summary>Name, BIC or NAPAS number were corrected.</summary>
public sealed record BankIdentityCorrected(
    Instant At, string ByUser, string Institution, BankIdentity Identity, string Reason);

/// <summary>Formats, limits, cut-off time and holidays were agreed anew; they replace what was agreed.</summary>
public sealed record BankTermsSet(Instant At, string ByUser, string Institution, BankTerms Terms, string Reason);

/// <summary>The desks that answer for the bank; they replace those before.</summary>
public sealed record BankDesksSet(Instant At, string ByUser, string Institution, BankDesk[] Desks, string Reason);

/// <summary>The first of two people proposes a change by which money or data could go astray.</summary>
public sealed record BankChangeProposed(
    Instant At, string ByUser, string Institution, int No, GuardedChange Change, string Reason);

/// <summary>The second person agrees; the change is in force.</summary>
public sealed record BankChangeAgreed(
    Instant At, string ByUser, string Institution, int No, GuardedChange Change, string ProposedBy);

/// <summary>The proposal will not be carried out.</summary>
public sealed record BankChangeDeclined(Instant At, string ByUser, string Institution, int No, string Reason);

/// <summary>A key ends on <paramref name="Until"/> (its last day), earlier than agreed; one person suffices.</summary>
public sealed record BankKeyEnded(
    Instant At, string ByUser, string Institution, string Fingerprint, LocalDate Until, string Reason);

/// <summary>Nothing is exchanged any more until two people set the bank live again.</summary>
public sealed record BankSuspended(Instant At, string ByUser, string Institution, string Reason);

/// <summary>
/// Files were exchanged with the bank before it could be a partner, or it belongs to the sample province: it is live.
/// </summary>
public sealed record BankTakenOver(
    Instant At, string ByUser, string Institution, BankAccount[] Accounts, string Reason);

/// <summary>
/// A bank or the post office as a party (đối tác ngân hàng): who it is, what was agreed, by which channels and keys
/// files travel, and how far its certification is. Secrets are in none of its events: keys are public ones, and a
/// secret is kept as its hash only.
/// </summary>
public sealed record PartnerBank : IFold<PartnerBank>
{
    public required Guid Id { get; init; }

    /// <summary>Code of the institution, such as AGRI.</summary>
    public required string Code { get; init; }

    public required BankIdentity Identity { get; init; }

    public BankStage Stage { get; init; }

    public BankTerms? Terms { get; init; }

    public BankDesk[] Desks { get; init; } = [];

    public BankAccount[] Accounts { get; init; } = [];

    /// <summary>The channels in use; at most one of a kind.</summary>
    public BankChannel[] Channels { get; init; } = [];

    /// <summary>Every key that was ever agreed, with its days.</summary>
    public BankKey[] Keys { get; init; } = [];

    /// <summary>Every fee schedule that was ever agreed, the earliest first.</summary>
    public FeeSchedule[] Fees { get; init; } = [];

    /// <summary>Proposals that wait for the second person.</summary>
    public BankChangeProposed[] Waiting { get; init; } = [];

    /// <summary>How many changes were ever proposed; the next one has the next number.</summary>
    public int Proposals { get; init; }

    /// <summary>The latest certification run, or null.</summary>
    public CertificationRun? Run { get; init; }

    /// <summary>Whether what the bank sends is posted, and files go to it.</summary>
    public bool IsLive => Stage == BankStage.Live;

    public static Guid IdOf(string institution) => Domain.Keys.GuidOf("partner-bank", institution);

    /// <summary>The channel that carries files to the bank; the portal where no other was agreed.</summary>
    public BankChannel Outgoing => Array.Find(Channels, c => c.Kind is ChannelKind.Sftp or ChannelKind.Folder)
        ?? Array.Find(Channels, c => c.Kind == ChannelKind.Https) ?? BankChannel.Portal;

    /// <summary>The keys of a use that count on a day.</summary>
    public IEnumerable<BankKey> KeysOn(LocalDate day, KeyUse use) =>
        Keys.Where(k => k.Use == use && k.From <= day && day <= k.Until);

    public static PartnerBank? Evolve(PartnerBank? state, Guid id, object @event) => @event switch
    {
        BankOnboarded e => new PartnerBank { Id = id, Code = e.Institution, Identity = e.Identity },
        _ when state is null => null,
        BankIdentityCorrected e => state with { Identity = e.Identity },
        BankTermsSet e => state with { Terms = e.Terms },
        BankDesksSet e => state with { Desks = e.Desks },
        BankChangeProposed e => state with { Waiting = [.. state.Waiting, e], Proposals = e.No },
        BankChangeDeclined e => state.Without(e.No),
        BankChangeAgreed e => state.Without(e.No).With(e.Change),
        BankKeyEnded e => state with
        {
            Keys = [.. state.Keys.Select(k => k.Fingerprint == e.Fingerprint ? k with { Until = e.Until } : k)],
        },
        BankSuspended => state with { Stage = BankStage.Suspended },
        BankTakenOver e => state with { Stage = BankStage.Live, Accounts = e.Accounts },
        CertificationStarted e => state with
        {
            Stage = state.IsLive ? BankStage.Live : BankStage.Testing,
            Run = new CertificationRun(e.Run, e.Script, []),
        },
        CertificationFileJudged e when state.Run is { } run => state with { Run = run.With(e) },
        BankCertified => state with { Stage = state.IsLive ? BankStage.Live : BankStage.Certified },
        _ => state,
    };

    private PartnerBank Without(int no) => this with { Waiting = [.. Waiting.Where(w => w.No != no)] };

    private PartnerBank With(GuardedChange change) => change switch
    {
        { Account: { } account } => this with
        {
            Accounts = [.. Accounts.Where(a => a.Number != account.Number), account],
        },
        { Channel: { } channel } => this with
        {
            Channels = [.. Channels.Where(c => c.Kind != channel.Kind), channel],
        },
        { ChannelEnd: { } kind } => this with { Channels = [.. Channels.Where(c => c.Kind != kind)] },
        { Key: { } key } => this with { Keys = [.. Keys.Where(k => k.Fingerprint != key.Fingerprint), key] },
        { Fees: { } fees } => this with
        {
            Fees = [.. Fees.Where(f => f.From != fees.From).Append(fees).OrderBy(f => f.From)],
        },
        { GoesLive: true } => this with { Stage = BankStage.Live },
        _ => this,
    };
}
