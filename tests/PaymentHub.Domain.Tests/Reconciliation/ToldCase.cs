using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using NodaTime.Text;
using PaymentHub.Domain.BankExchange;
using PaymentHub.Domain.Batches;
using PaymentHub.Domain.Ledger;
using PaymentHub.Domain.Reconciliation;
using PaymentHub.Domain.Tests.Programmes;
using Shouldly;

namespace PaymentHub.Domain.Tests.Reconciliation;

/// <summary>A case as an accountant reads it; README.md beside the file explains the sentences.</summary>
public sealed record ToldCase(string Title, string[] Lines)
{
    public override string ToString() => Title;

    public static IEnumerable<ToldCase> All()
    {
        var path = Path.Combine(
            ReferenceRates.Root(), "tests", "PaymentHub.Domain.Tests", "Cases", "doi-soat.txt");
        var lines = new List<string>();
        var title = "";
        foreach (var line in File.ReadAllLines(path, Encoding.UTF8).Select(l => l.Trim()).Append("## "))
        {
            if (line.StartsWith("## ", StringComparison.Ordinal))
            {
                if (title.Length > 0) yield return new ToldCase(title, [.. lines]);
                (title, lines) = (line[3..], []);
            }
            else if (line.Length > 0 && title.Length > 0)
            {
                lines.Add(line);
            }
        }
    }
}

/// <summary>Plays the sentences of a case.</summary>
internal sealed partial class ToldPlay(ToldWorld world)
{
    private static readonly LocalDatePattern Day = LocalDatePattern.CreateWithInvariantCulture("dd'/'MM'/'uuuu");
    private static readonly YearMonthPattern Month = YearMonthPattern.CreateWithInvariantCulture("MM'/'uuuu");
    private readonly List<BankEntry> _entries = [];
    private string _institution = ToldWorld.Bank;

    private static readonly (string Text, LedgerAccount Account, int Sign)[] Balances =
    [
        ("ngân hàng", LedgerAccount.Bank, 1), ("tạm ứng", LedgerAccount.Advances, 1),
        ("đang chuyển", LedgerAccount.InTransit, -1), ("chờ chi lại", LedgerAccount.ReturnedHeld, -1),
        ("chưa giải thích", LedgerAccount.Unexplained, 1), ("đã chi", LedgerAccount.FundSpent, 1),
        ("kho bạc", LedgerAccount.TreasuryFunding, -1), ("phí", LedgerAccount.Charges, 1),
    ];

    private static readonly Dictionary<string, ExplanationKind> Kinds = new()
    {
        ["chi"] = ExplanationKind.Payment,
        ["trả lại"] = ExplanationKind.Return,
        ["kho bạc"] = ExplanationKind.Funding,
        ["phí"] = ExplanationKind.Charge,
        ["tạm ứng"] = ExplanationKind.Advance,
        ["hoàn tạm ứng"] = ExplanationKind.AdvanceReturned,
        ["đảo trả lại"] = ExplanationKind.ReturnReversed,
    };

    private static readonly Dictionary<string, BreakKind> BreakKinds = new()
    {
        ["ghi nợ không có lệnh"] = BreakKind.UnexplainedDebit,
        ["tiền vào không rõ"] = BreakKind.UnexplainedCredit,
        ["ghi nợ vượt"] = BreakKind.ExcessDebit,
        ["ghi nợ lần hai"] = BreakKind.SecondDebit,
        ["sai tài khoản"] = BreakKind.WrongAccount,
        ["khớp như nhau"] = BreakKind.Ambiguous,
        ["trả lại không rõ"] = BreakKind.UnknownReturn,
        ["ghi nợ lệnh bị từ chối"] = BreakKind.DebitOfRefused,
        ["khớp bị hủy"] = BreakKind.MatchUndone,
        ["đảo trả lại"] = BreakKind.ReturnReversed,
    };

    private static readonly Dictionary<string, PaymentStatus> Statuses = new()
    {
        ["đã phát lệnh"] = PaymentStatus.Instructed,
        ["được chấp nhận"] = PaymentStatus.Accepted,
        ["đã chi"] = PaymentStatus.Settled,
        ["bị trả lại"] = PaymentStatus.Returned,
        ["bị từ chối"] = PaymentStatus.Rejected,
        ["đã hủy"] = PaymentStatus.Cancelled,
        ["chưa rõ"] = PaymentStatus.Unknown,
    };

    public void Play(ToldCase told)
    {
        foreach (var line in told.Lines)
        {
            if (!line.StartsWith("- ", StringComparison.Ordinal)) Send();
            One(line);
            world.Postings.Sum(p => p.Amount).ShouldBe(Money.Zero, line);
        }

        Send();
        told.Lines.ShouldContain(
            l => l.StartsWith("=> ", StringComparison.Ordinal), "A case without an end tells nothing.");
    }

    private void One(string line)
    {
        if (Try(OrderLine(), line) is { } order) Order(order);
        else if (Try(FileLine(), line) is { } file) Begin(file);
        else if (line.StartsWith("- ", StringComparison.Ordinal)) _entries.Add(EntryOf(line[2..]));
        else if (Try(AnswerLine(), line) is { } answer) world.Answer(answer["p"], answer["what"], answer["code"]);
        else if (Try(AdvanceLine(), line) is { } advance) world.OrderAdvance(Dong(advance["amount"]));
        else if (Try(ExplainLine(), line) is { } explain) Expect(line, Explain(explain), explain["no"]);
        else if (Try(ActLine(), line) is { } act) Expect(line, Act(act), act["no"]);
        else if (Try(ReissueLine(), line) is { } again) Expect(line, Reissue(again), again["no"]);
        else if (line.StartsWith("=> ", StringComparison.Ordinal)) Check(line[3..]);
        else throw new InvalidOperationException($"No sentence: {line}");
    }

    private void Order(Dictionary<string, string> order)
    {
        var items = order["items"].Split(';', StringSplitOptions.TrimEntries).Select(item =>
        {
            var m = Try(OrderItem(), item) ?? throw new InvalidOperationException(item);
            return (m["p"], Dong(m["amount"]), m["account"].Length > 0 ? m["account"] : null);
        }).ToArray();
        var isCash = items[0].Item3 is null;
        world.Order(isCash ? ToldWorld.Post : ToldWorld.Bank, Month.Parse(order["month"]).Value, items);
    }

    private void Begin(Dictionary<string, string> file)
    {
        world.Today = Day.Parse(file["day"]).Value;
        _institution = file["what"] == "sao kê" ? ToldWorld.Bank : ToldWorld.Post;
    }

    private void Send()
    {
        if (_entries.Count == 0) return;
        world.Receive(_institution, [.. _entries.OrderBy(e => e.EndToEndId is null && e.BatchBooking is null)]);
        _entries.Clear();
    }

    private BankEntry EntryOf(string text)
    {
        var m = Try(EntryLine(), text) ?? throw new InvalidOperationException($"No entry: {text}");
        var isDebit = m["side"] is "nợ" or "phát";
        var what = m["what"];
        var kind = what switch
        {
            "phí" => EntryClass.Charge,
            "kho bạc" => EntryClass.Funding,
            "hoàn tạm ứng" => EntryClass.AdvanceReturned,
            _ when m["side"] == "không nhận" => EntryClass.Uncollected,
            _ when isDebit => EntryClass.Payment,
            "trả lại" => EntryClass.Return,
            _ => EntryClass.OtherCredit,
        };
        var isAdvance = what == "tạm ứng";
        return new BankEntry(
            _entries.Count, kind, isDebit, new Money(Dong(m["amount"])), world.Today, $"FT{_entries.Count}",
            isAdvance ? world.Advance.EndToEndId : m["p"].Length > 0 ? world.EndToEndIdOf(m["p"]) : null,
            m["account"].Length > 0 ? m["account"] : isAdvance ? world.Advance.Account : null,
            m["booking"].Length > 0 ? world.BookingOf(m["booking"]) : null, m["code"].Length > 0 ? m["code"] : null,
            kind == EntryClass.AdvanceReturned ? world.Advance.MessageId : null);
    }

    private Refusal? Explain(Dictionary<string, string> m)
    {
        var no = Number(m["break"]);
        return world.Explain(no, w => [.. m["parts"].Split(';', StringSplitOptions.TrimEntries).Select(part =>
        {
            if (Try(OffsetPart(), part) is { } offset)
            {
                var other = w.Breaks[Number(offset["other"])];
                return new Explanation(ExplanationKind.Offset, other.Facts.Amount, OtherBreak: other.Id);
            }

            var p = Try(ExplanationPart(), part) ?? throw new InvalidOperationException(part);
            return w.Part(Kinds[p["kind"]], Dong(p["amount"]), p["p"].Length > 0 ? p["p"] : null);
        })]);
    }

    private Refusal? Reissue(Dictionary<string, string> m) => world.Reissue(m["p"], m["next"], m["account"]);

    private Refusal? Act(Dictionary<string, string> m) => m["what"] switch
    {
        "mở lại khoản" => world.Reopen(Number(m["who"])),
        "người thứ hai đồng ý khoản" => world.Confirm(Number(m["who"])),
        _ => world.UndoMatch(m["who"]),
    };

    private void Check(string text)
    {
        foreach (var part in text.Split(';', StringSplitOptions.TrimEntries))
        {
            if (Try(StatusCheck(), part) is { } status)
                world.Of(status["p"]).Status.ShouldBe(Statuses[status["what"]], part);
            else if (Try(BreakCheck(), part) is { } found) CheckBreak(found, part);
            else if (part == "không còn khoản nào")
                world.Breaks.Where(b => b.Status != BreakStatus.Resolved).Select(b => b.Facts).ShouldBeEmpty(part);
            else CheckBalance(part);
        }
    }

    private void CheckBreak(Dictionary<string, string> found, string part)
    {
        var state = world.Breaks[Number(found["break"])];
        state.Facts.Kind.ShouldBe(BreakKinds[found["kind"]], part);
        state.Facts.Amount.Dong.ShouldBe(Dong(found["amount"]), part);
    }

    private void CheckBalance(string part)
    {
        var m = Try(BalanceCheck(), part) ?? throw new InvalidOperationException($"No end: {part}");
        var (_, account, sign) = Balances.Single(b => b.Text == m["what"]);
        (world.Balance(account).Dong * sign).ShouldBe(Dong(m["amount"]), part);
    }

    private static void Expect(string line, Refusal? refusal, string code)
    {
        if (code.Length == 0) refusal.ShouldBeNull(line);
        else refusal.ShouldNotBeNull(line).Code.ShouldBe(code, line);
    }

    private static Dictionary<string, string>? Try(Regex pattern, string text)
    {
        var m = pattern.Match(text);
        return m.Success ? m.Groups.Keys.ToDictionary(k => k, k => m.Groups[k].Value.Trim()) : null;
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture) - 1;

    private static long Dong(string text) => long.Parse(
        text.Replace(".", "", StringComparison.Ordinal), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);

    private const string No = @"(?: -> không được: (?<no>[a-z-]+))?$";

    [GeneratedRegex(@"^lệnh tháng (?<month>\d\d/\d{4}): (?<items>.+)$")]
    private static partial Regex OrderLine();

    [GeneratedRegex(@"^(?<p>[A-Z]) (?<amount>[\d.]+) (?:tài khoản (?<account>\d+)|tiền mặt)$")]
    private static partial Regex OrderItem();

    [GeneratedRegex(@"^ngày (?<day>\d\d/\d\d/\d{4}) (?<what>sao kê|bưu điện báo):$")]
    private static partial Regex FileLine();

    [GeneratedRegex(@"^ngân hàng (?<what>chấp nhận|từ chối|không rõ|hủy) (?<p>[A-Z])(?: mã (?<code>\w+))?$")]
    private static partial Regex AnswerLine();

    [GeneratedRegex(@"^tạm ứng (?<amount>[\d.]+) cho bưu điện$")]
    private static partial Regex AdvanceLine();

    [GeneratedRegex(
        @"^(?<side>nợ|có|phát|không nhận) (?<amount>[\d.]+)(?: (?<what>phí|kho bạc|hoàn tạm ứng|tạm ứng|trả lại|lạ))?"
        + @"(?: cả lô của (?<booking>[A-Z]))?(?: lệnh (?<p>[A-Z]))?(?: tài khoản (?<account>\d+))?"
        + @"(?: mã (?<code>\w+))?$")]
    private static partial Regex EntryLine();

    [GeneratedRegex(@"^giải thích khoản (?<break>\d+): (?<parts>.+?)" + No)]
    private static partial Regex ExplainLine();

    [GeneratedRegex(
        @"^(?<kind>đảo trả lại|trả lại|chi|kho bạc|phí|hoàn tạm ứng|tạm ứng) (?:(?<p>[A-Z]) )?(?<amount>[\d.]+)$")]
    private static partial Regex ExplanationPart();

    [GeneratedRegex(@"^bù khoản (?<other>\d+)$")]
    private static partial Regex OffsetPart();

    [GeneratedRegex(@"^(?<what>mở lại khoản|người thứ hai đồng ý khoản|hủy khớp của) (?<who>\w+)" + No)]
    private static partial Regex ActLine();

    [GeneratedRegex(@"^chi lại (?<p>[A-Z]) thành (?<next>[A-Z]) tài khoản (?<account>\d+)" + No)]
    private static partial Regex ReissueLine();

    [GeneratedRegex(
        @"^(?<p>[A-Z]) (?<what>đã phát lệnh|được chấp nhận|đã chi|bị trả lại|bị từ chối|đã hủy|chưa rõ)$")]
    private static partial Regex StatusCheck();

    [GeneratedRegex(@"^khoản (?<break>\d+) (?<kind>\D+) (?<amount>[\d.]+)$")]
    private static partial Regex BreakCheck();

    [GeneratedRegex(@"^(?<what>\D+) (?<amount>-?[\d.]+)$")]
    private static partial Regex BalanceCheck();
}
