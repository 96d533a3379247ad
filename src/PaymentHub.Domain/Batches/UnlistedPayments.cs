namespace PaymentHub.Domain.Batches;

/// <summary>Number of payments that an answer counts under one status (<c>NbOfTxsPerSts</c>).</summary>
public readonly record struct CountedStatus(string Status, long Count);

/// <summary>
/// What an answer with the status PART (chấp nhận một phần) says of payments that it does not list. Of itself nothing:
/// some were accepted and some were not. Its own counts may leave only one status for them; else only an agreement with
/// the bank says that who is not listed is accepted, and not against those counts.
/// </summary>
public static class UnlistedPayments
{
    /// <summary>The status of a whole that holds for none of its parts.</summary>
    public const string Part = "PART";

    private const string Accepted = "ACCP";

    /// <summary>The status of every payment that is not listed; null where it is open.</summary>
    /// <param name="payments">Payments of the message or batch that is answered.</param>
    /// <param name="listed">The statuses of those that are listed.</param>
    /// <param name="counted">What the answer counts, by status; empty where it counts nothing.</param>
    /// <param name="areAccepted">Whether it was agreed that who is not listed is accepted.</param>
    public static string? StatusOf(
        int payments, IReadOnlyCollection<string?> listed, IEnumerable<CountedStatus> counted, bool areAccepted)
    {
        var left = counted.Where(c => c.Status != Part).GroupBy(c => c.Status)
            .ToDictionary(g => g.Key, g => g.Sum(c => c.Count));
        foreach (var status in listed)
            if (status is not null && left.TryGetValue(status, out var count)) left[status] = count - 1;
        var open = left.Where(l => l.Value != 0).ToList();
        var unlisted = payments - listed.Count;
        if (open.Count == 1 && open[0].Value == unlisted) return open[0].Key;
        // What is counted beyond the list, or listed beyond the count, may be among those that are not listed.
        var isOpen = open.Exists(o => o.Value < 0
            || PaymentAnswers.MeaningOf(o.Key, null) != AnswerMeaning.Accepted);
        return areAccepted && !isOpen ? Accepted : null;
    }
}
