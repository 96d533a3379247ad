using PaymentHub.BankExchange;
using PaymentHub.BankFormats.Incoming;
using PaymentHub.Domain.Batches;

namespace PaymentHub.Reconciliation;

/// <summary>What one file of statuses says of the payments of the batches that it concerns.</summary>
internal sealed class StatusReport
{
    private readonly Dictionary<Guid, string> _names;
    private readonly Dictionary<Guid, PaymentBatch> _states;
    private readonly ILookup<string, AnswerLine> _lines;
    private readonly bool _acceptsUnlisted;
    private readonly Dictionary<object, string?> _unlisted = new(ReferenceEqualityComparer.Instance);

    /// <param name="batches">The batches with the ids under which banks know them.</param>
    /// <param name="states">Their payments as they stood before the file.</param>
    public StatusReport(
        IReadOnlyList<IncomingAnswer> answers, IEnumerable<(Guid Id, string PaymentInformationId)> batches,
        IReadOnlyDictionary<Guid, PaymentBatch> states, ReadBankFile read)
    {
        (Answers, _states, _acceptsUnlisted) = (answers, states.ToDictionary(), read.AcceptsUnlisted);
        _names = batches.ToDictionary(b => b.Id, b => b.PaymentInformationId);
        _lines = read.Lines.Where(l => l.EndToEndId is not null).ToLookup(l => l.EndToEndId!, StringComparer.Ordinal);
    }

    /// <summary>What is said of whole messages and batches, each with the payment file that it concerns.</summary>
    public IReadOnlyList<IncomingAnswer> Answers { get; }

    /// <summary>Whether a line names the payment.</summary>
    public bool Lists(BatchPayment payment) => _lines.Contains(payment.Placed.EndToEndId);

    /// <summary>What the lines say of the payment.</summary>
    public IEnumerable<AnswerLine> LinesOf(BatchPayment payment) => _lines[payment.Placed.EndToEndId];

    /// <summary>
    /// What went out and was told of: the lines that name the payment, else what is said of its batch or its file.
    /// </summary>
    public IEnumerable<PaymentAnswer> AnswersTo(PaymentBatch batch)
    {
        foreach (var payment in batch.Payments.Where(p => p.MessageId is not null))
        {
            var no = payment.Placed.No;
            if (Lists(payment))
            {
                foreach (var line in LinesOf(payment)) yield return new PaymentAnswer(no, line.Status, line.ReasonCode);
                continue;
            }

            foreach (var answer in Answers.Where(a => a.OriginalMessageId == payment.MessageId))
            {
                var told = BatchIn(answer, batch.Id);
                var status = told?.Status ?? answer.Status;
                if (status == UnlistedPayments.Part) status = UnlistedOf(answer, told, batch);
                yield return new PaymentAnswer(no, status, (told?.Reason ?? answer.Reason)?.Code);
            }
        }
    }

    private AnsweredBatch? BatchIn(IncomingAnswer answer, Guid batch) =>
        answer.Batches.FirstOrDefault(b => b.PaymentInformationId == _names[batch]);

    // A batch that counts its payments itself is judged by its own counts, every other one by those of the message.
    private string? UnlistedOf(IncomingAnswer answer, AnsweredBatch? told, PaymentBatch batch)
    {
        var isOfBatch = told is { Status: not null } && (told.Declared.ByStatus.Count > 0
            || answer.Declared.ByStatus.Count == 0);
        object key = isOfBatch ? told! : answer;
        if (_unlisted.TryGetValue(key, out var known)) return known;
        var payments = isOfBatch ? batch.Payments : _states.Values.SelectMany(b => b.Payments);
        List<BatchPayment> concerned = [.. payments.Where(p => p.MessageId == answer.OriginalMessageId)];
        var counted = isOfBatch ? told!.Declared : answer.Declared;
        return _unlisted[key] = UnlistedPayments.StatusOf(
            concerned.Count, [.. concerned.Where(Lists).Select(p => LinesOf(p).First().Status)],
            counted.ByStatus.Select(c => new CountedStatus(c.Status, c.Count)), _acceptsUnlisted);
    }
}
