using PaymentHub.BankFormats.Outgoing;
using PaymentHub.BankFormats.Xml;

namespace PaymentHub.BankFormats.Incoming.Lists;

/// <summary>What a pay list declares of itself, before or after its payments, and what it adds up to.</summary>
internal sealed class ListTotals(ReadContext read)
{
    private readonly List<(ListField Field, ExactAmount Said, int Line)> _declared = [];
    private ExactAmount _sum = ExactAmount.Zero;

    public void Add(ExactAmount amount) => _sum += amount;

    public void Take(ListField field, string value, int line)
    {
        if (ExactAmount.TryParse(value, '.', openEnds: false, out var said))
        {
            _declared.Add((field, said, line));
            return;
        }

        var shown = XmlShown.Of(value);
        read.Refuse(
            line, field.ToString(), FileReason.BadAmount, $"Số tổng viết sai: «{shown}».",
            $"A badly written total: \"{shown}\".");
    }

    public void Compare(int payments)
    {
        if (read.HasRefusedRows) return;
        foreach (var (field, said, line) in _declared)
        {
            var found = field == ListField.Count ? new ExactAmount(payments, 0) : _sum;
            if (said == found || (field == ListField.Sum && !read.KnowsAmounts)) continue;
            var vietnamese = field == ListField.Count ? "số khoản chi" : "tổng tiền";
            read.Refuse(
                line, field.ToString(), FileReason.ControlMismatch,
                $"Không khớp {vietnamese}: danh sách ghi {said}, cộng lại được {found}.",
                $"Mismatch, {field}: declared {said}, found {found}.");
        }
    }
}
