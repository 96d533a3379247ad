using NodaTime;

namespace PaymentHub.Domain.BankExchange;

/// <summary>What two files of one identity may tell differently of an entry.</summary>
/// <param name="AmountTold">Signed and exact, as the bank wrote it.</param>
public sealed record ToldMovement(
    string? BankReference, string? EndToEndId, LocalDate? Day, LocalDate? ValueDate, string AmountTold,
    string? Currency, bool IsBooked, string? Reason, string? Status);

/// <summary>An entry that both files tell, each otherwise.</summary>
public sealed record ChangedMovement(ToldMovement Before, ToldMovement Now);

/// <summary>
/// How a file differs from an earlier one of the same identity (so sánh hai tệp cùng mã): entries only it has, entries
/// it lacks, and entries that it tells otherwise.
/// </summary>
public sealed record EntryDifference(
    IReadOnlyList<ToldMovement> Added, IReadOnlyList<ToldMovement> Gone, IReadOnlyList<ChangedMovement> Changed);
