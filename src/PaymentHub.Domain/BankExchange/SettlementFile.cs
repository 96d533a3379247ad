using System.Globalization;
using System.Text.Json.Serialization;
using NodaTime;
using PaymentHub.Domain.Batches;

namespace PaymentHub.Domain.BankExchange;

/// <summary>What an institution sent.</summary>
public enum BankFileFormat
{
    /// <summary>Answers to orders: pain.002, pacs.002, camt.029.</summary>
    StatusReport,

    /// <summary>The booked movements of an account with its balances: camt.053, MT940, BAI2, a bank's table.</summary>
    Statement,

    /// <summary>The post office's list of what was paid out and what was not.</summary>
    CashReport,

    /// <summary>None of the agreed formats.</summary>
    Unsupported,

    /// <summary>Movements told before the statement that books them: camt.052, camt.054, MT942.</summary>
    Notification,

    /// <summary>Interbank messages that a gateway forwards (pacs.004, pacs.008): kept and shown, not posted.</summary>
    Notice,
}

/// <summary>
/// Bytes arrived and are kept under their hash, whatever they turn out to be. <paramref name="Reading"/> is what the
/// gate read of them; events of before it have none.
/// </summary>
public sealed record FileReceived(
    Instant At, string ByUser, string Institution, string FileName, string Sha256, long Size, BankFileFormat Format,
    ChannelKind Channel = ChannelKind.Https, FileReading? Reading = null)
{
    /// <summary>SHA-256 of what was inside, where the file came signed or encrypted.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Opened { get; init; }

    /// <summary>SHA-256 of the bytes that were read.</summary>
    [JsonIgnore]
    public string Plain => Opened ?? Sha256;
}

/// <summary>What a file is and holds, counted at its gate.</summary>
/// <param name="Type">The message type, such as <c>camt.053.001.08</c> or <c>MT940</c>.</param>
/// <param name="MessageId">The sender's id of the message (GrpHdr/MsgId); null where it has none.</param>
/// <param name="Content">Hash over everything that was read: equal for the same message written otherwise.</param>
/// <param name="Markers">Entry markers counted in the raw bytes.</param>
/// <param name="Entries">Entries read; as many as markers, else the file is refused.</param>
/// <param name="Credits">Sum of the credits where all are whole đồng, else null.</param>
/// <param name="Debits">Sum of the debits, as a positive amount, where all are whole đồng, else null.</param>
public sealed record FileReading(
    string Type, string? MessageId, string? Content, long Markers, long Entries, Money? Credits, Money? Debits);

/// <summary>The same message as an earlier file, written otherwise: nothing of it is posted.</summary>
public sealed record FileDuplicated(Instant At, Guid Original);

/// <summary>What a statement says of itself (Stmt/Id, ElctrncSeqNb, Acct, OPBD, CLBD).</summary>
public sealed record StatementFacts(
    string Account, string StatementId, long? Sequence, LocalDate? From, LocalDate? To, Money Opening, Money Closing);

/// <summary>
/// The file passed its gate, or two people released it; its entries are posted from now on. Findings are Vietnamese
/// sentences with line, place and rule; <paramref name="FindingsEn"/> are the same in English, in the same order.
/// </summary>
public sealed record FileAccepted(
    Instant At, int Entries, StatementFacts[] Statements, string? OriginalMessageId, string[] Findings,
    string[]? FindingsEn = null);

/// <summary>Read whole, but a person must decide before anything is posted.</summary>
public sealed record FileHeld(Instant At, string[] Reasons, string[] Findings, string[]? FindingsEn = null)
{
    /// <summary>The earlier file whose identity this one repeats with other content.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Guid? Against { get; init; }
}

/// <summary>The first of two people proposes to refuse a held file.</summary>
public sealed record FileRefusalProposed(Instant At, string ByUser, string Reason, string[] Objections);

/// <summary>
/// Refused, by the gate or, where <paramref name="ByUser"/> is set, by a person who says why; nothing but this record
/// changed.
/// </summary>
public sealed record FileRefused(
    Instant At, string[] Reasons, string[] Findings, string[]? FindingsEn = null, string? ByUser = null,
    string? Why = null);

/// <summary>The first of two people answers for the objections and proposes to post a held file.</summary>
public sealed record FileReleaseProposed(Instant At, string ByUser, string Reason, string[] Objections);

/// <summary>The second person agrees; the file is accepted in the same transaction.</summary>
public sealed record FileReleased(Instant At, string ByUser, string Reason, string[] Objections)
{
    /// <summary>The earlier file that told the same statements otherwise: from now on this one holds.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Guid? Replaces { get; init; }
}

/// <summary>How an entry found its partner.</summary>
public enum MatchRule
{
    /// <summary>Our own end-to-end identification.</summary>
    EndToEndId,

    /// <summary>Payment information id of a batch booked in one line.</summary>
    BatchBooking,

    /// <summary>Account and amount, unique in the period.</summary>
    AccountAndAmount,

    /// <summary>Classified by the bank's transaction code or our own reference: funding, charge, advance.</summary>
    Classified,

    /// <summary>A part of a batch booked in one line: the one choice of its open payments that makes the sum.</summary>
    PartOfBooking,

    /// <summary>Several payments to one account: the one choice of those still open that makes the sum.</summary>
    AccountAndSum,

    /// <summary>A fee of the bank, exactly as the contract's schedule says for the transfer that it names.</summary>
    FeeSchedule,
}

/// <summary>What an entry, or a share of it, was.</summary>
public enum MatchKind
{
    Payment,
    Return,
    Funding,
    Charge,
    Advance,
    AdvanceReturned,
}

/// <summary>
/// A share of an entry and its partner. <see cref="Batch"/> and <see cref="No"/> are set for payments and returns;
/// <see cref="BankReference"/> and <see cref="ValueDate"/> name the entry in the bank's own terms (AcctSvcrRef, ValDt).
/// </summary>
public sealed record EntryMatch(
    int Entry, MatchKind Kind, MatchRule Rule, Money Amount, Guid? Batch, int? No, string BankReference,
    LocalDate ValueDate);

/// <summary>
/// A share of an entry (its number in the file, đồng) and the number of its partner in the group's batch.
/// </summary>
public sealed record MatchedShare(int Entry, Money Amount, int? No, string BankReference);

/// <summary>Matches with the same kind, rule, batch and value date.</summary>
public sealed record MatchGroup(
    MatchKind Kind, MatchRule Rule, Guid? Batch, LocalDate ValueDate, MatchedShare[] Shares);

/// <summary>
/// A chunk of matches, in groups: a month's statement has a hundred thousand of them, and most say the same of their
/// batch. The money moves with the partners' own events of the same transaction. <see cref="Matches"/>: matches one by
/// one, as events told them that have no groups. <see cref="RuleVersion"/>: of the passes that made them; 0 in events
/// of before it was kept.
/// </summary>
public sealed record EntriesMatched(
    Instant At, string Account, MatchGroup[]? Groups, EntryMatch[]? Matches = null, int RuleVersion = 0)
{
    public static EntriesMatched Of(
        Instant at, string account, IEnumerable<EntryMatch> matches, int ruleVersion = 0) => new(
        at, account,
        [.. matches.GroupBy(
            m => (m.Kind, m.Rule, m.Batch, m.ValueDate),
            (g, shares) => new MatchGroup(
                g.Kind, g.Rule, g.Batch, g.ValueDate,
                [.. shares.Select(m => new MatchedShare(m.Entry, m.Amount, m.No, m.BankReference))]))],
        RuleVersion: ruleVersion);

    /// <summary>The matches one by one, group by group.</summary>
    public IEnumerable<EntryMatch> All() => Matches ?? (Groups ?? []).SelectMany(g => g.Shares.Select(
        s => new EntryMatch(s.Entry, g.Kind, g.Rule, s.Amount, g.Batch, s.No, s.BankReference, g.ValueDate)));
}

/// <summary>An entry, or a share of it, that another file told before; amounts are signed, debits negative.</summary>
public sealed record KnownEntry(int Entry, Money Amount, Guid ByFile, int EntryThere);

/// <summary>A chunk of entries that moved their money when another file told them; they move nothing again.</summary>
public sealed record EntriesKnown(Instant At, string Account, KnownEntry[] Entries);

/// <summary>
/// An answer that cannot be true beside what is recorded: a rejection of a payment that was debited, an acceptance of
/// one that was rejected, two answers in one file. A person asks the bank; nothing moves.
/// </summary>
/// <param name="Told">The ISO status that the bank tells.</param>
/// <param name="Code">The ISO reason beside it, or null.</param>
/// <param name="Stands">Where the payment stands by what is recorded.</param>
public sealed record ContradictedAnswer(
    Guid Batch, int No, string EndToEndId, string Told, string? Code, PaymentStatus Stands, Money Amount);

/// <summary>A chunk of contradicted answers.</summary>
public sealed record AnswersContradicted(Instant At, ContradictedAnswer[] Answers);

/// <summary>Every entry is matched, a break, or was known: entries = matched + broken + known.</summary>
public sealed record FileReconciled(Instant At, int Entries, int Matched, int Broken, int Known = 0);

/// <summary>Where a bank file stands.</summary>
public enum SettlementFileStatus
{
    Received,
    Accepted,
    Held,

    /// <summary>Held; one of two people has proposed to post it, or to refuse it.</summary>
    Proposed,
    Refused,
    Reconciled,

    /// <summary>The same message as an earlier file, written otherwise.</summary>
    Duplicate,
}

/// <summary>A file from an institution (tệp quyết toán), identified by the hash of its bytes.</summary>
public sealed record SettlementFile : IFold<SettlementFile>
{
    public required Guid Id { get; init; }

    public required FileReceived Received { get; init; }

    public FileAccepted? Accepted { get; init; }

    public FileHeld? Held { get; init; }

    public FileReleaseProposed? Proposed { get; init; }

    public FileRefusalProposed? RefusalProposed { get; init; }

    public FileReleased? Released { get; init; }

    public SettlementFileStatus Status { get; init; }

    public int Matched { get; init; }

    public int Broken { get; init; }

    /// <summary>
    /// The file of these bytes. A refusal that newer keys or agreements may lift is judged anew when the bytes come
    /// again, and each judgement that differs is a file of its own.
    /// </summary>
    public static Guid IdOf(string sha256, int judgement = 0) => judgement == 0
        ? Keys.GuidOf("bank-file", sha256)
        : Keys.GuidOf("bank-file", sha256, judgement.ToString(CultureInfo.InvariantCulture));

    public static SettlementFile? Evolve(SettlementFile? state, Guid id, object @event) => @event switch
    {
        FileReceived e => new SettlementFile { Id = id, Received = e },
        _ when state is null => null,
        FileAccepted e => state with { Status = SettlementFileStatus.Accepted, Accepted = e },
        FileHeld e => state with { Status = SettlementFileStatus.Held, Held = e },
        FileReleaseProposed e => state with { Status = SettlementFileStatus.Proposed, Proposed = e },
        FileRefusalProposed e => state with { Status = SettlementFileStatus.Proposed, RefusalProposed = e },
        FileReleased e => state with { Released = e },
        FileRefused => state with { Status = SettlementFileStatus.Refused },
        FileDuplicated => state with { Status = SettlementFileStatus.Duplicate },
        EntriesMatched e => state with { Matched = state.Matched + e.All().Count() },
        BreaksFound e => state with { Broken = state.Broken + e.Breaks.Length },
        FileReconciled => state with { Status = SettlementFileStatus.Reconciled },
        _ => state,
    };
}
