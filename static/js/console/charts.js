/**
 * Charts of the page of figures. Every number also stands in a table of the page; without this
 * file only the pictures are missing.
 */

import '/static/vendor/chart.js';

/** @typedef {{ labels: string[], people: number[], so_far: number[], names: string[] }} Days */
/** @typedef {{ labels: string[], yuan: number[], name: string }} Money */
/** @typedef {{ labels: string[], rates: number[], gate: number, name: string }} Townships */

const Chart = /** @type {any} */ (globalThis).Chart;
/** @type {any[]} */
let drawn = [];

/** @param {string} name of a colour in tokens.css */
const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

/** @returns {any} what all charts have in common */
function shared() {
  return {
    responsive: true, maintainAspectRatio: false, animation: false, normalized: true,
    plugins: { legend: { display: false }, tooltip: { displayColors: false } },
    scales: { x: axis(), y: { ...axis(), beginAtZero: true } },
  };
}

/** @returns {any} */
function axis() {
  return { grid: { color: colour('--line') }, ticks: { color: colour('--ink-2'), maxRotation: 0, autoSkip: true } };
}

/** @param {Days} points */
function days(points) {
  const options = shared();
  options.plugins.legend = { display: true, labels: { color: colour('--ink-1'), boxWidth: 12 } };
  options.scales.total = { ...axis(), position: 'right', beginAtZero: true, grid: { drawOnChartArea: false } };
  return {
    data: {
      labels: points.labels,
      datasets: [
        { type: 'line', label: points.names[0], data: points.so_far, yAxisID: 'total', borderColor: colour('--info'), backgroundColor: colour('--info'), borderWidth: 2, pointRadius: 0 },
        { type: 'bar', label: points.names[1], data: points.people, backgroundColor: colour('--brand') },
      ],
    },
    options,
  };
}

/** @param {Townships} points */
function townships(points) {
  const options = shared();
  options.indexAxis = 'y';
  options.scales.x = { ...axis(), min: 0, max: 100 };
  const past = points.rates.map((rate) => colour(rate >= points.gate ? '--brand' : '--info'));
  return {
    type: 'bar',
    data: { labels: points.labels, datasets: [{ label: points.name, data: points.rates, backgroundColor: past, maxBarThickness: 22 }] },
    options,
    plugins: [{ id: 'gate', afterDatasetsDraw: (/** @type {any} */ chart) => gate(chart, points.gate) }],
  };
}

/**
 * Draws the gate as a post over the bars.
 * @param {any} chart
 * @param {number} at per cent
 */
function gate(chart, at) {
  if (!at) return;
  const { ctx, chartArea, scales } = chart;
  const x = scales.x.getPixelForValue(at);
  ctx.save();
  ctx.strokeStyle = colour('--ink-1');
  ctx.lineWidth = 2;
  ctx.beginPath();
  ctx.moveTo(x, chartArea.top);
  ctx.lineTo(x, chartArea.bottom);
  ctx.stroke();
  ctx.restore();
}

/** @param {Money} points */
function money(points) {
  const options = shared();
  options.indexAxis = 'y';
  options.scales.x = { ...axis(), beginAtZero: true };
  return {
    type: 'bar',
    data: { labels: points.labels, datasets: [{ label: points.name, data: points.yuan, backgroundColor: colour('--brand'), maxBarThickness: 22 }] },
    options,
  };
}

/** @type {Record<string, (points: any) => any>} */
const KINDS = { days, townships, money };

/** Draws all charts of the page, in the colours of now. */
function draw() {
  for (const chart of drawn) chart.destroy();
  Chart.defaults.font.family = getComputedStyle(document.body).fontFamily;
  drawn = [...document.querySelectorAll('canvas[data-chart]')].map((one) => {
    const canvas = /** @type {HTMLCanvasElement} */ (one);
    const make = KINDS[canvas.dataset.chart ?? ''];
    return new Chart(canvas, make(JSON.parse(canvas.dataset.points ?? '{}')));
  });
}

if (Chart) {
  draw();
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', draw);
  addEventListener('beforeprint', () => drawn.forEach((chart) => chart.resize()));
}
