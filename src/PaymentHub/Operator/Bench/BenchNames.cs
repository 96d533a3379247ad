namespace PaymentHub.Operator.Bench;

/// <summary>Names, accounts and amounts of the payees that a measurement needs, the same for the same number.</summary>
internal static class BenchNames
{
    private const int Shuffle = 48_271;

    private static readonly string[] Surnames =
        ["Nguyễn", "Nguyễn", "Nguyễn", "Trần", "Trần", "Lê", "Lê", "Phạm", "Huỳnh", "Võ", "Đặng", "Bùi", "Đinh", "Hồ"];

    private static readonly string[] Middles =
        ["Thị", "Thị", "Văn", "Văn", "Ngọc", "Minh", "Thanh", "Đức", "Thu", "Hữu", "Quang", "Kim", "Xuân"];

    private static readonly string[] Given =
    [
        "Hoa", "Lan", "Hùng", "Dũng", "Mai", "Sơn", "Bình", "An", "Phúc", "Hạnh", "Tâm", "Nga", "Liên", "Tuấn", "Yến",
        "Khánh", "Loan", "Đạt", "Quý", "Trang", "Vinh", "Cúc", "Điệp", "Thắm",
    ];

    // Most people of a programme have one of few amounts.
    private static readonly long[] Amounts =
        [500_000, 500_000, 500_000, 750_000, 750_000, 1_000_000, 650_000, 1_250_000, 2_055_000, 1_500_000];

    public static string NameOf(long no)
    {
        var n = Mixed(no);
        return $"{Of(Surnames, n)} {Of(Middles, n / 31)} {Of(Given, n / 977)}";
    }

    /// <summary>Twelve digits, different for different numbers.</summary>
    public static string AccountOf(long no) =>
        $"{Mixed(no) % 900 + 100:D3}{no * 7_919 % 1_000_000_000:D9}";

    public static long AmountOf(long no) => Amounts[Mixed(no) / 13 % Amounts.Length];

    /// <summary>A number that looks like chance.</summary>
    public static long Mixed(long no) => (no + 1) * Shuffle % 2_147_483_647 * 69_621 % 2_147_483_647;

    private static string Of(string[] words, long n) => words[n % words.Length];
}
