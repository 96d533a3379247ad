using PaymentHub.BankFormats;
using PaymentHub.BankFormats.Incoming;
using PaymentHub.Domain.BankExchange;
using PaymentHub.Domain.Reconciliation;

namespace PaymentHub.BankExchange;

/// <summary>What a line of a status report tells of one payment.</summary>
public sealed record AnswerLine(string? EndToEndId, string? Status, string? ReasonCode);

/// <summary>What a file of an institution turned out to be.</summary>
/// <param name="Outcome">Verdict, reasons and findings of the reading and of the controls after it.</param>
/// <param name="Entries">The booked movements, those that name their payment first; empty where they are not
/// kept.</param>
/// <param name="Answers">What status reports say of whole messages and batches.</param>
/// <param name="Lines">What they say of single payments.</param>
public sealed record ReadBankFile(
    BankFileFormat Format, FileReading Reading, FileOutcome Outcome, IReadOnlyList<BankEntry> Entries,
    StatementFacts[] Statements, IReadOnlyList<IncomingAnswer> Answers, IReadOnlyList<AnswerLine> Lines)
{
    /// <summary>Movements of one file that are kept in memory at most, some 250 bytes each.</summary>
    public const int MostKept = 50_000;

    /// <summary>
    /// Whether every movement is in <see cref="Entries"/>; those of a very long file are only in the staging table.
    /// </summary>
    public bool IsKept { get; init; } = true;

    /// <summary>Whether everything that is to be posted has a day.</summary>
    public bool IsDated { get; init; } = true;

    /// <summary>The day and account sums, for continuity and for what other files told of the same days.</summary>
    public IReadOnlyList<FileDay> Days { get; init; } = [];

    /// <summary>
    /// Whether a statement has neither an opening nor a closing balance, so that nothing shows what it follows.
    /// </summary>
    public bool LacksBalances { get; init; }

    /// <summary>Whether it was agreed that who is not listed in an answer with the status PART is accepted.</summary>
    public bool AcceptsUnlisted { get; init; }

    /// <summary>Our message that a cash report or a status report answers, or null.</summary>
    public string? OriginalMessageId { get; init; }
}

/// <summary>The booked movements of one account on one day in one file; đồng, debits positive.</summary>
public sealed record FileDay(string Account, NodaTime.LocalDate Day, int Entries, long Debits, long Credits);
