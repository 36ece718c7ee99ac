// Runs only where ES modules are unknown: says so, in words such a browser can show.
(function () {
  var sentence = document.createElement('p');
  sentence.className = 'empty';
  sentence.appendChild(document.createTextNode('这个浏览器太旧，请换新版 Chrome 或系统浏览器打开统保通。'));
  document.getElementById('app').appendChild(sentence);
})();
