using NodaTime;

namespace PaymentHub.Domain.Reconciliation;

/// <summary>
/// One entry of the bank as an identity sees it: its day, its whole signed amount, and the references that it carries.
/// Two equal ones are two entries.
/// </summary>
/// <param name="Amount">Signed: debits negative.</param>
/// <param name="EndToEndId">Only where the entry is of one payment.</param>
/// <param name="BatchBooking">The batch that the entry books in one line.</param>
/// <param name="BatchOfPayment">The batch of ours of which <paramref name="EndToEndId"/> is a payment.</param>
public sealed record ToldEntry(
    Guid File, int EntryNo, LocalDate Day, Money Amount, string? BankReference, string? EndToEndId,
    string? BatchBooking, string? BatchOfPayment);

/// <summary>
/// Finds the entries of a file that other files of the same account told before, each earlier entry at most once, so
/// that money moves once: a notification tells what a statement books later, or the other way round. An entry is the
/// same where day and amount are, and the references that both carry; of equal ones as many are the same as were told.
/// A batch booked in one line is the same as its payments told one by one.
/// </summary>
public static class EntriesTold
{
    /// <summary>The entries told before, by number, each with the earlier entry that it is.</summary>
    public static IReadOnlyDictionary<int, ToldEntry> Find(
        IReadOnlyList<ToldEntry> entries, IReadOnlyList<ToldEntry> earlier)
    {
        var search = new Search(entries, earlier);
        search.By(e => e is { BankReference: { } bank, EndToEndId: { } id } ? (bank, id) : null);
        search.ByBankReference();
        search.By(e => e.EndToEndId is { } id ? ("", id) : null);
        search.ByAmountAlone();
        search.LinesByPayments();
        search.PaymentsByLines();
        return search.Found;
    }

    private sealed class Search(IReadOnlyList<ToldEntry> entries, IReadOnlyList<ToldEntry> earlier)
    {
        private readonly HashSet<ToldEntry> _used = new(ReferenceEqualityComparer.Instance);

        public Dictionary<int, ToldEntry> Found { get; } = [];

        private IEnumerable<ToldEntry> Open => entries.Where(e => !Found.ContainsKey(e.EntryNo));

        private IEnumerable<ToldEntry> Free => earlier.Where(e => !_used.Contains(e));

        public void By(Func<ToldEntry, (string Bank, string EndToEnd)?> reference)
        {
            var free = Queues(Free.Where(e => reference(e) is not null), e => (e.Day, e.Amount, reference(e)));
            foreach (var entry in Open.Where(e => reference(e) is not null).ToList())
                Take(entry, free, (entry.Day, entry.Amount, reference(entry)));
        }

        // A bank may give one reference to all that it booked of an order, so two end-to-end ids contradict it.
        public void ByBankReference()
        {
            var free = Queues(
                Free.Where(e => e.BankReference is not null),
                e => (e.Day, e.Amount, e.BankReference, HasId: e.EndToEndId is not null));
            foreach (var entry in Open.Where(e => e.BankReference is not null).ToList())
            {
                var isTaken = Take(entry, free, (entry.Day, entry.Amount, entry.BankReference, false));
                if (!isTaken && entry.EndToEndId is null)
                    Take(entry, free, (entry.Day, entry.Amount, entry.BankReference, true));
            }
        }

        // Without a reference in common there is nothing to contradict day and amount.
        public void ByAmountAlone()
        {
            var free = Queues(Free, e => (e.Day, e.Amount, Kinds(e)));
            foreach (var entry in Open.ToList())
            {
                for (var kinds = 0; kinds < 4; kinds++)
                {
                    if ((Kinds(entry) & kinds) == 0 && Take(entry, free, (entry.Day, entry.Amount, kinds))) break;
                }
            }
        }

        // One line for a batch whose payments were told one by one; what came back of it is no part of the line.
        public void LinesByPayments()
        {
            var payments = Free.Where(e => e.BatchOfPayment is not null)
                .ToLookup(e => (e.Day, e.BatchOfPayment, IsDebit(e)));
            foreach (var line in Open.Where(e => e.BatchBooking is not null).ToList())
            {
                var told = payments[(line.Day, line.BatchBooking, IsDebit(line))].ToList();
                if (told.Count == 0 || told.Sum(t => t.Amount) != line.Amount || told.Exists(_used.Contains)) continue;
                foreach (var payment in told) _used.Add(payment);
                Found[line.EntryNo] = told[0];
            }
        }

        // Payments told one by one of a batch that was booked in one line, as far as its amount goes.
        public void PaymentsByLines()
        {
            var lines = Queues(Free.Where(e => e.BatchBooking is not null), e => (e.Day, e.BatchBooking, IsDebit(e)));
            foreach (var batch in Open.Where(e => e.BatchOfPayment is not null)
                .GroupBy(e => (e.Day, (string?)e.BatchOfPayment, IsDebit(e))).ToList())
            {
                if (!lines.TryGetValue(batch.Key, out var queue)) continue;
                var line = queue.Peek();
                if (Math.Abs(batch.Sum(e => e.Amount.Dong)) > Math.Abs(line.Amount.Dong)) continue;
                foreach (var entry in batch) Found[entry.EntryNo] = line;
            }
        }

        private static bool IsDebit(ToldEntry e) => e.Amount.Dong < 0;

        private static int Kinds(ToldEntry e) =>
            (e.BankReference is null ? 0 : 1) + (e.EndToEndId is null ? 0 : 2);

        private bool Take<TKey>(ToldEntry entry, Dictionary<TKey, Queue<ToldEntry>> free, TKey key)
            where TKey : notnull
        {
            if (!free.TryGetValue(key, out var queue) || !queue.TryDequeue(out var told)) return false;
            _used.Add(told);
            Found[entry.EntryNo] = told;
            return true;
        }

        private static Dictionary<TKey, Queue<ToldEntry>> Queues<TKey>(
            IEnumerable<ToldEntry> entries, Func<ToldEntry, TKey> key)
            where TKey : notnull =>
            entries.GroupBy(key).ToDictionary(g => g.Key, g => new Queue<ToldEntry>(g));
    }
}
