using NodaTime;

namespace PaymentHub.Domain.BankExchange;

/// <summary>What two files of one identity may tell differently of an entry.</summary>
/// <param name="AmountTold">Signed and exact, as the bank wrote it.</param>
public sealed record ToldMovement(
    string? BankReference, string? EndToEndId, LocalDate? Day, LocalDate? ValueDate, string AmountTold,
    string? Currency, bool IsBooked, string? Reason, string? Status)
{
    /// <summary>What names the entry in both files: the payment, else the bank's own reference.</summary>
    public string? Name => EndToEndId ?? BankReference;
}

/// <summary>An entry that both files tell, each otherwise.</summary>
public sealed record ChangedMovement(ToldMovement Before, ToldMovement Now);

/// <summary>
/// How a file differs from an earlier one of the same identity (so sánh hai tệp cùng mã): entries only it has, entries
/// it lacks, and entries that it tells otherwise.
/// </summary>
public sealed record EntryDifference(
    IReadOnlyList<ToldMovement> Added, IReadOnlyList<ToldMovement> Gone, IReadOnlyList<ChangedMovement> Changed)
{
    /// <summary>
    /// Pairs what only one of the files tells: of the same name, in the order of the files, each at most once. What is
    /// told alike is in neither list.
    /// </summary>
    public static EntryDifference Of(IReadOnlyList<ToldMovement> onlyBefore, IReadOnlyList<ToldMovement> onlyNow)
    {
        var before = onlyBefore.Where(m => m.Name is not null).GroupBy(m => m.Name!, StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => new Queue<ToldMovement>(g), StringComparer.Ordinal);
        var (added, changed) = (new List<ToldMovement>(), new List<ChangedMovement>());
        foreach (var now in onlyNow)
        {
            if (now.Name is { } name && before.TryGetValue(name, out var queue) && queue.TryDequeue(out var was))
                changed.Add(new ChangedMovement(was, now));
            else
                added.Add(now);
        }

        var paired = changed.Select(c => c.Before).ToHashSet<ToldMovement>(ReferenceEqualityComparer.Instance);
        return new EntryDifference(added, [.. onlyBefore.Where(m => !paired.Contains(m))], changed);
    }
}
