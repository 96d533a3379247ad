using NodaTime;

namespace PaymentHub.Domain.Register;

/// <summary>
/// Who a person is, as civil-status papers and the register state it. <paramref name="FullName"/> is normalised (NFC);
/// <paramref name="Commune"/> is the code of the commune that manages the person.
/// </summary>
public sealed record PersonDetails(PersonalId PersonalId, string FullName, BirthDate Birth, Sex Sex, string Commune);

/// <summary>
/// Personal details that no accounting law obliges us to keep and that a person may have erased (Luật 91/2025/QH15):
/// they are never part of an event. Each may be empty. Ethnicity is sensitive data and stands here for that reason.
/// </summary>
public sealed record ErasableDetails(string Phone, string Hamlet, string Ethnicity);

/// <summary>
/// What an earlier system already paid: the flat amount <paramref name="Monthly"/> for each month of the closed range
/// (số dư chuyển sang). Months before <paramref name="From"/> belong to that system and are never computed.
/// </summary>
public sealed record PaidBefore(YearMonth From, YearMonth To, Money Monthly);

/// <summary>
/// One accepted row of the register: every value checked and normalised. <paramref name="From"/> is the first entitled
/// month, <paramref name="Until"/> the first month no longer entitled.
/// </summary>
/// <remarks>
/// <paramref name="Dossier"/> (mã hồ sơ) identifies the decision for ever. <paramref name="InjuryPercent"/> is 1..100.
/// <paramref name="ContentHash"/> is the SHA-256 of the content in hexadecimal, without row and running number: equal
/// hashes mean that the row says what it said before.
/// </remarks>
public sealed record RegisterRecord(
    int Row,
    string Dossier,
    PersonDetails Person,
    ErasableDetails Erasable,
    string Programme,
    string Group,
    int? InjuryPercent,
    string DecisionNumber,
    string Signer,
    LocalDate SignedOn,
    YearMonth From,
    YearMonth? Until,
    PaidBefore? PaidBefore,
    PayoutDetails Payout,
    string ContentHash)
{
    /// <summary>What the papers of the decision say; null where the row states nothing of them.</summary>
    public PapersDetails? Papers { get; init; }
}

/// <summary>
/// A row that names a place which several communes may be (địa danh chưa rõ): it waits until a person has decided.
/// </summary>
public sealed record PlaceQuestion(
    int Row, string CodeColumn, string NameColumn, string Code, string Name, IReadOnlyList<string> Candidates);

/// <summary>
/// The outcome of reading one row: the record unless an error stands among the findings or a question is open.
/// </summary>
public readonly record struct RowReading<TRecord>(
    TRecord? Record, IReadOnlyList<RowFinding> Findings, PlaceQuestion? Question = null)
    where TRecord : class;
