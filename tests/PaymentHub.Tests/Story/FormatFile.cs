using System.Globalization;
using System.Text;

namespace PaymentHub.Tests.Story;

/// <summary>
/// The facts of a day on an account in the formats that banks write, by hand and independently of the service's
/// readers: the same bookings with the same references in each.
/// </summary>
public sealed record FormatFile(string Institution, string Account, long Sequence, long Opening, string Date)
{
    private readonly List<Booking> _bookings = [];

    public string Id => string.Create(CultureInfo.InvariantCulture, $"{Institution}{Sequence}");

    private long Closing => Opening + _bookings.Sum(b => b.Amount);

    // yyMMdd.
    private string ShortDate => Date.Replace("-", "", StringComparison.Ordinal)[2..];

    /// <summary>The same account, number, balance and day as a statement that is to come.</summary>
    public static FormatFile Of(StatementFile next) =>
        new(next.Institution, next.Account, next.Sequence, next.Opening, next.Date);

    public FormatFile Book(params Booking[] bookings)
    {
        _bookings.AddRange(bookings);
        return this;
    }

    public byte[] Write(string format) => Encoding.UTF8.GetBytes(format switch
    {
        "camt.054" => Camt("camt.054.001.08", "BkToCstmrDbtCdtNtfctn", "Ntfctn"),
        "camt.052" => Camt("camt.052.001.08", "BkToCstmrAcctRpt", "Rpt"),
        "camt.053" => Camt("camt.053.001.08", "BkToCstmrStmt", "Stmt"),
        "MT940" => Swift(isInterim: false),
        "MT942" => Swift(isInterim: true),
        "BAI2" => Bai2(),
        "CSV" => Csv(),
        _ => throw new ArgumentOutOfRangeException(nameof(format), format, null),
    });

    private string Reference(int no) => string.Create(
        CultureInfo.InvariantCulture, $"{Institution}{Sequence:0000}{no:0000}");

    // The part of the bookings that both camt.053 and camt.054 write is the statement's own.
    private string Camt(string type, string body, string container)
    {
        var text = new StatementFile(Institution, Account, Sequence, Opening, Date).Book([.. _bookings]).Write();
        text = text.Replace("camt.053.001.08", type, StringComparison.Ordinal)
            .Replace("BkToCstmrStmt", body, StringComparison.Ordinal)
            .Replace("<Stmt>", $"<{container}>", StringComparison.Ordinal)
            .Replace("</Stmt>", $"</{container}>", StringComparison.Ordinal);
        if (container == "Stmt") return text;
        var (first, last) = (text.IndexOf("\n<Bal>", StringComparison.Ordinal), text.LastIndexOf("</Bal>",
            StringComparison.Ordinal));
        return text[..first] + text[(last + "</Bal>".Length)..];
    }

    private string Swift(bool isInterim)
    {
        var text = new StringBuilder();
        Line($":20:{Id}");
        Line($":25:{Account}");
        Line($":28C:{Sequence}/1");
        if (isInterim) Line($":34F:VND0,");
        else Line($":60F:{(Opening < 0 ? 'D' : 'C')}{ShortDate}VND{Math.Abs(Opening)},");
        for (var i = 0; i < _bookings.Count; i++)
        {
            var b = _bookings[i];
            var mark = b.Amount < 0 ? 'D' : 'C';
            var type = b.ReturnReason is null ? "NTRF" : "NRTI";
            Line($":61:{ShortDate}{ShortDate[2..]}{mark}{Math.Abs(b.Amount)},{type}NONREF//{Reference(i)}");
            Line($":86:{Words(b)}");
        }

        if (!isInterim) Line($":62F:{(Closing < 0 ? 'D' : 'C')}{ShortDate}VND{Math.Abs(Closing)},");
        Line($"-");
        return text.ToString();

        void Line(FormattableString line) => text.Append(
            line.ToString(CultureInfo.InvariantCulture)).Append("\r\n");
    }

    private static string Words(Booking b)
    {
        var text = new StringBuilder();
        if (b.EndToEndId is { } id) text.Append("/EREF/").Append(id);
        if (b.ReturnReason is { } reason) text.Append("/RTRN/").Append(reason);
        if (b.Account is { } account) text.Append("/IBAN/").Append(account);
        return text.Append("/REMI/").Append(b.Text ?? "CHI TRA").ToString();
    }

    private string Bai2()
    {
        var details = new StringBuilder();
        for (var i = 0; i < _bookings.Count; i++)
        {
            var b = _bookings[i];
            var code = b.Amount < 0 ? 475 : b.ReturnReason is null ? 195 : 257;
            details.Append(
                CultureInfo.InvariantCulture,
                $"16,{code},{Math.Abs(b.Amount)},V,{ShortDate},,{Reference(i)},,{Words(b)}/\n");
        }

        var sum = Opening + Closing + _bookings.Sum(b => Math.Abs(b.Amount));
        var records = _bookings.Count;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"""
            01,{Institution},HUB,{ShortDate},1800,{Id},80,1,2/
            02,HUB,{Institution},1,{ShortDate},1800,VND,2/
            03,{Account},VND,010,{Opening},,,015,{Closing},,/
            {details}49,{sum},{records + 2}/
            98,{sum},1,{records + 4}/
            99,{sum},1,{records + 6}/

            """);
    }

    // The table of VietinBank's profile.
    private string Csv()
    {
        var date = $"{Date[8..]}-{Date[5..7]}-{Date[..4]}";
        var rows = new StringBuilder();
        for (var i = 0; i < _bookings.Count; i++)
        {
            var b = _bookings[i];
            var words = b.ReturnReason is { } reason ? $"/RTRN/{reason}/REMI/{b.Text}" : b.Text ?? "CHI TRA";
            rows.Append(
                CultureInfo.InvariantCulture,
                $"{i + 1};{date};{Reference(i)};{words};{Math.Abs(b.Amount)};{(b.Amount < 0 ? "Nợ" : "Có")};"
                + $"{b.Account};;{b.EndToEndId}\n");
        }

        return string.Create(
            CultureInfo.InvariantCulture,
            $"""
            Tài khoản;{Account};Tiền tệ;VND
            Số dư đầu;{Opening}
            STT;Ngày hạch toán;Mã giao dịch;Nội dung;Phát sinh;Nợ/Có;Tài khoản đối ứng;Tên đối ứng;Mã lệnh
            {rows}Tổng số giao dịch;{_bookings.Count}
            Số dư cuối;{Closing}

            """);
    }
}
