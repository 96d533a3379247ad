using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using NodaTime;

namespace PaymentHub.BankFormats.Outgoing;

/// <summary>
/// Makes the files of a release for one institution: texts as it takes them, payments grouped by batch, value date and
/// account, and as many files as its limits need. Pure and deterministic: the same instruction and profile give the
/// same files, ids and bytes.
/// </summary>
public static class OutgoingFiles
{
    private const string IdLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    /// <summary>
    /// Composes the files, at least one. Throws <see cref="FileWriteException"/> where a payment cannot be ordered this
    /// way at all: an id twice, more than the institution's limits in one payment, a name of which nothing remains.
    /// </summary>
    public static IReadOnlyList<OutgoingFile> Compose(PaymentInstruction instruction, OutgoingProfile profile)
    {
        if (instruction.Orders.Count == 0)
            throw new FileWriteException(
                instruction.MessageId, "Không có khoản chi nào để lập tệp.", "There is no payment to write.");
        CheckIds(instruction);
        var alterations = new List<TextAlteration>();
        var texts = new OrderTextMaker(instruction, profile, alterations);
        var orders = instruction.Orders.Select(texts.Of).ToList();
        var payer = texts.Payer();

        var own = alterations.ToLookup(a => a.EndToEndId);
        var parts = PartsOf(orders, new OutgoingFile(instruction, profile, "") { Payer = payer });
        return [.. BatchesOf(parts, profile.Limits).Select((batches, n) =>
            new OutgoingFile(instruction, profile, DerivedId(instruction.MessageId, n))
            {
                Payer = payer,
                Batches = batches,
                Alterations =
                [
                    .. own[""], .. batches.SelectMany(b => b.Orders).SelectMany(o => own[o.EndToEndId]),
                ],
            })];
    }

    // A list has one account and one day in its head, a message has them in every batch.
    private static LinkedList<List<Ordered>> PartsOf(List<Ordered> orders, OutgoingFile empty)
    {
        var limits = empty.Profile.Limits;
        var groups = empty.Profile.Version is null
            ? orders.GroupBy(o => (o.Order.Debtor, o.Order.ValueDate)).Select(g => g.ToList())
            : [orders];
        var parts = new LinkedList<List<Ordered>>(groups.SelectMany(g => Divided(g, limits)));
        for (var part = parts.First; part is not null; part = part.Next)
        {
            while (IsTooLong(part.Value, empty))
            {
                var middle = MiddleOf(part.Value, limits);
                parts.AddAfter(part, part.Value[middle..]);
                part.Value = part.Value[..middle];
            }
        }

        return parts;
    }

    /// <summary>
    /// The id of the part with this number, from 0: the first keeps the id, the others have 16 characters of a hash of
    /// id and number, so that writing again names them alike.
    /// </summary>
    public static string DerivedId(string id, int part)
    {
        if (part == 0) return id;
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(
            string.Create(CultureInfo.InvariantCulture, $"{id}/{part}")));
        return string.Create(16, hash, static (text, bytes) =>
        {
            for (var i = 0; i < text.Length; i++) text[i] = IdLetters[bytes[i] & 31];
        });
    }

    private static void CheckIds(PaymentInstruction instruction)
    {
        var ids = new HashSet<string>(StringComparer.Ordinal);
        foreach (var order in instruction.Orders)
        {
            if (!ids.Add(order.EndToEndId))
                throw new FileWriteException(
                    order.EndToEndId + "/EndToEndId", "Mã lệnh bị trùng.", "The end-to-end id occurs twice.");
        }
    }

    private static IEnumerable<List<Ordered>> Divided(List<Ordered> orders, FileLimits limits)
    {
        var part = new List<Ordered>();
        var sum = 0L;
        foreach (var order in orders)
        {
            var amount = order.Order.AmountDong;
            if (amount > (limits.SumPerFile ?? long.MaxValue)) throw TooMuch(order.Order, limits.SumPerFile!.Value);
            if (part.Count > 0
                && (part.Count == limits.TransactionsPerFile || sum > (limits.SumPerFile ?? long.MaxValue) - amount))
            {
                yield return part;
                part = [];
                sum = 0;
            }

            part.Add(order);
            sum += amount;
        }

        yield return part;
    }

    // Measured with derived ids: they are as long as an id can be.
    private static bool IsTooLong(List<Ordered> part, OutgoingFile empty)
    {
        if (empty.Profile.Limits.BytesPerFile is not { } most) return false;
        using var counted = new CountingStream();
        new OutgoingFile(empty.Instruction, empty.Profile, DerivedId(empty.Instruction.MessageId, 1))
        {
            Payer = empty.Payer,
            Batches = BatchesOf([part], empty.Profile.Limits, firstPart: 1)[0],
        }.Write(counted);
        return counted.Length > most;
    }

    private static int MiddleOf(List<Ordered> part, FileLimits limits)
    {
        if (part.Count > 1) return part.Count / 2;
        throw new FileWriteException(
            part[0].Order.EndToEndId, $"Một khoản chi đã dài hơn giới hạn tệp {limits.BytesPerFile} byte.",
            $"One payment is longer than the file limit of {limits.BytesPerFile} bytes.");
    }

    // The number of a batch's part runs through all files, so that no two parts share an id.
    private static List<List<OutgoingBatch>> BatchesOf(
        IEnumerable<List<Ordered>> parts, FileLimits limits, int firstPart = 0)
    {
        var used = new Dictionary<string, int>(StringComparer.Ordinal);
        return [.. parts.Select(part => part
            .GroupBy(o => (o.Order.BatchId, o.Order.ValueDate, o.Order.Debtor))
            .SelectMany(g => g.Chunk(limits.TransactionsPerBatch ?? int.MaxValue).Select(c => (g.Key, Orders: c)))
            .Select(chunk => BatchOf(chunk.Key, chunk.Orders, used, firstPart)).ToList())];
    }

    private static OutgoingBatch BatchOf(
        (string Id, LocalDate Date, DebtorAccount Debtor) key, Ordered[] orders, Dictionary<string, int> used,
        int firstPart)
    {
        var part = used.GetValueOrDefault(key.Id, firstPart);
        used[key.Id] = part + 1;
        return new OutgoingBatch(
            DerivedId(key.Id, part), key.Id, key.Date, key.Debtor, [.. orders.Select(o => o.Order)])
        {
            Texts = [.. orders.Select(o => o.Texts)],
        };
    }

    private static FileWriteException TooMuch(PaymentOrder order, long most) => new(
        order.EndToEndId + "/InstdAmt",
        $"Khoản {DongAmount.Vi(order.AmountDong)} đồng lớn hơn giới hạn một tệp {DongAmount.Vi(most)} đồng.",
        $"A payment of {DongAmount.En(order.AmountDong)} đồng is more than one file may hold, {DongAmount.En(most)}.");

    /// <summary>A stream that only counts.</summary>
    private sealed class CountingStream : Stream
    {
        private long _length;

        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => _length;

        public override long Position { get => _length; set => throw new NotSupportedException(); }

        public override void Flush()
        {
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => _length += count;

        public override void Write(ReadOnlySpan<byte> buffer) => _length += buffer.Length;
    }
}

/// <summary>A payment and its texts.</summary>
internal readonly record struct Ordered(PaymentOrder Order, OrderTexts Texts);
